"""Everyday requests on services that others wrote, registered from their own documents; judged by what they hold."""
