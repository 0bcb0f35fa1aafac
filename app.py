"""The functions that Lambda calls, and nothing more.

They are declared here because Lambda imports the module that defines them; what they do is in
`chalicelib.functions`, imported at the first call so that each function loads only what it needs.
The embedded home hands events of the same shape to the same functions.
"""

from typing import Any  # Any: Lambda events and answers are JSON

from chalice.app import Chalice, CloudWatchEvent, SQSEvent

from chalicelib.api.routes import register

app = Chalice(app_name="replan", configure_logs=False)  # records are written by `observe`
register(app)


@app.on_sqs_message(queue="replan-steps", batch_size=1)
def run_step(event: SQSEvent) -> Any:
    from chalicelib import functions

    return functions.run_step(event.to_dict(), event.context)


@app.on_sqs_message(queue="replan-webhooks", batch_size=10)
def deliver_webhook(event: SQSEvent) -> Any:
    from chalicelib import functions

    return functions.deliver_webhook(event.to_dict(), event.context)


@app.on_sqs_message(queue="replan-learn", batch_size=10)
def learn(event: SQSEvent) -> Any:
    from chalicelib import functions

    return functions.learn(event.to_dict(), event.context)


@app.schedule("rate(1 minute)")
def sweep(event: CloudWatchEvent) -> Any:
    from chalicelib import functions

    return functions.sweep(event.to_dict(), event.context)


@app.on_sqs_message(queue="replan-intake", batch_size=10)
def accept_batch(event: SQSEvent) -> Any:
    from chalicelib.api import intake

    return intake.accept_batch(event.to_dict(), event.context)
