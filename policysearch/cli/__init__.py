"""The command line: one function for each command, loaded when it is used.

In:      arguments, options, files.
Out:     text on stdout, one line on stderr for what is wrong, an exit code.
Promise: no traceback on bad input; exit codes mean what the README says.
"""
