"""The scripts that teach a shell to ask `__complete`. `NAME` is the program, `FN` its name as part of a function's."""

from __future__ import annotations

BASH = """# bash completion for NAME

__FN_complete()
{
    local line="${COMP_LINE:0:COMP_POINT}" cur="${COMP_WORDS[COMP_CWORD]}" directive value
    local -a words found
    read -ra words <<< "$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    mapfile -t found < <("${words[0]}" __complete "${words[@]:1}" 2>/dev/null)
    (( ${#found[@]} )) || return
    directive="${found[-1]#:}"
    unset 'found[-1]'
    COMPREPLY=()
    if (( directive & 8 )); then
        compopt -o filenames 2>/dev/null
        local -a ends=("${found[@]}")
        for value in "${ends[@]}"; do
            mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -X "!*.$value" -- "$cur")
        done
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$cur")
        return
    fi
    for value in "${found[@]}"; do
        COMPREPLY+=("${value%%$'\\t'*}")
    done
    [[ $cur == "=" ]] && cur=""
    (( directive & 2 )) && compopt -o nospace 2>/dev/null
    (( directive & 4 )) || { (( ${#COMPREPLY[@]} )) || mapfile -t COMPREPLY < <(compgen -f -- "$cur"); }
}

complete -F __FN_complete NAME
"""

ZSH = """#compdef NAME
compdef _FN NAME

_FN()
{
    local -a found shown
    local line directive
    found=("${(@f)$(${words[1]} __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    directive=${found[-1]#:}
    found=("${(@)found[1,-2]}")
    if (( directive & 8 )); then
        _files -g "*.(${(j:|:)found})"
        return
    fi
    for line in "${found[@]}"; do
        [[ -n $line ]] && shown+=("${${${line//\\\\/\\\\\\\\}//:/\\\\:}/$'\\t'/:}")
    done
    if (( ${#shown} )); then
        if (( directive & 2 )); then
            _describe -V NAME shown -S ''
        else
            _describe -V NAME shown
        fi
    elif (( ! (directive & 4) )); then
        _files
    fi
}

if [ "${funcstack[1]}" = "_FN" ]; then
    _FN
fi
"""

FISH = """# fish completion for NAME

function __FN_complete
    set -l words (commandline -opc)
    set -l found ($words[1] __complete $words[2..-1] (commandline -ct) 2>/dev/null)
    set -q found[1]; or return
    set -l directive (string replace ':' '' -- $found[-1])
    set -e found[-1]
    if test (math "bitand($directive, 8)") -ne 0
        __fish_complete_path (commandline -ct)
    else if set -q found[1]
        string join \\n -- $found
    else if test (math "bitand($directive, 4)") -eq 0
        __fish_complete_path (commandline -ct)
    end
end

complete -c NAME -e
complete -c NAME -f -a '(__FN_complete)'
"""

POWERSHELL = """# powershell completion for NAME

Register-ArgumentCompleter -Native -CommandName 'NAME' -ScriptBlock {
    param($word, $ast, $position)
    $words = @($ast.CommandElements | Where-Object { $_.Extent.StartOffset -lt $position } | ForEach-Object { "$_" })
    $rest = @($words | Select-Object -Skip 1)
    if ($word -eq '') { $rest += '""' }
    $found = @(& $words[0] __complete @rest 2>$null)
    $found | Select-Object -SkipLast 1 | ForEach-Object {
        $value, $text = $_ -split "`t", 2
        if (-not $text) { $text = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $text)
    }
}
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH, "powershell": POWERSHELL}


def script(shell: str, program: str) -> str:
    return SCRIPTS[shell].replace("NAME", program).replace("FN", program.replace("-", "_"))
