"""kubeconfig files: read, merged, changed, and turned into a connection. Knows no HTTP and prints nothing.

`config` is the value, `shape` its fields and their types, `files` where it comes from, `writing` how it goes back,
`views` what
`config view` makes of it, `properties` what `config set` may name, `chosen` which server and which user a command line
means,
`checks` what is wrong with them, `credentials` the programs that give tokens.
"""
