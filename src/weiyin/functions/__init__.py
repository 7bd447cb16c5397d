"""Banking functions: each is written once, in one small file, and has every door.

A function file declares what it is (`@function`), holds one plain `answer`, and, when it changes
something, one `perform` that runs inside the confirming transaction. Beside it lies a `.phrases`
file: what customers say when they want it. Nothing else is touched to add one.
"""
