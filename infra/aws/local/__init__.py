"""The packaged functions on this machine: Lambda's Runtime API, its polling of queues, and its gateway, on 127.0.0.1.

What runs is the unzipped archive and not the source tree, in processes that know nothing else of this machine.
"""
