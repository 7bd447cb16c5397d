"""`python -m weiyin`."""

from weiyin.cli import main

main()
