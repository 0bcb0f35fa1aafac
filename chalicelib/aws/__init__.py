"""The AWS home: DynamoDB, SQS, S3 and KMS behind the engine's ports.  No AWS library is loaded at import."""
