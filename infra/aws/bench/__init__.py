"""What a step costs on AWS and how long its functions take to start, measured on this machine (`replan bench`)."""
