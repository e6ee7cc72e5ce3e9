"""Vim with the configuration that its page shows."""

from __future__ import annotations

import subprocess
from pathlib import Path

from .pages import code_of

VIMRC = """
set nocompatible nomore
set packpath^=/usr/share/vim/vimfiles
let g:ale_hover_to_preview = 1
filetype plugin on
packadd ale
"""
STEPS = """
function! Until(found) abort
  for l:try in range(2400)
    if a:found() | return | endif
    sleep 50m
  endfor
  throw 'It never came: ' . string(a:found)
endfunction

function! Go(timer) abort
  try
    execute 'edit' fnameescape($VIEWS)
    call Until({-> !empty(getloclist(0))})
    let l:said = map(getloclist(0), 'v:val.text')
    call search('Order\\.objects')
    ALEHover
    call Until({-> len(getbufline('ALEPreviewWindow', 1, '$')) > 1})
    call writefile(l:said + getbufline('ALEPreviewWindow', 1, '$'), $SAID)
  catch
    call writefile([v:exception], $SAID)
  endtry
  qall!
endfunction
autocmd VimEnter * call timer_start(0, 'Go')
"""


def test_ale_shows_findings_and_explains_them(project: Path, home: Path) -> None:
    vimrc, said = home / "vimrc", home / "said"
    vimrc.write_text(VIMRC + code_of("vim", "ALE") + STEPS)
    vim = f"VIEWS={project / 'shop' / 'views.py'} SAID={said} TERM=xterm vim -u {vimrc} -i NONE -n"
    on_a_terminal = ["script", "-qec", vim, "/dev/null"]
    subprocess.run(on_a_terminal, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=600, check=True)
    assert "`customer` loaded once per row of `Order`" in said.read_text()
    assert "**Related rows loaded one at a time**" in said.read_text()
