"""A stand-in for WeChat's servers and the phone in a browser.

It speaks only the wire: nothing of ours but `weiyin.base` is known here, so that its signing,
encrypting and parsing are a second opinion, and other people's bots can be driven as well.
"""
