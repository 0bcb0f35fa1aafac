"""`make deploy`: a stage of Replan in an account, with the AWS CLI and the rights of whoever calls it.

    package ──> bucket of archives ──> CloudFormation ──> URL, dashboard and, the first time, an admin key

Everything goes through the `aws` command, so that whatever lets it in (a profile, single sign-on, a role) is enough.
"""
