"""The whole house over HTTP: WeChat's stand-in, our server, phones and browsers between them."""
