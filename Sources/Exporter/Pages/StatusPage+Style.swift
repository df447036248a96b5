extension StatusPage {
    /// The style, for screens of any width, light and dark.
    static let style = """
        :root{color-scheme:light dark;--line:#d8dde3;--soft:#5b6570;--head:#f5f7f9;--link:#0b5cad;
        --bad:#b3261e;--bad-back:#fdecea;--warn:#8a5300;--warn-back:#fff4e0;
        --good:#1e6b2f;--good-back:#e8f5ea}
        @media(prefers-color-scheme:dark){:root{--line:#383e46;--soft:#9aa5b1;--head:#1c2127;
        --link:#7ab8ff;--bad:#ffb4ab;--bad-back:#4a1512;--warn:#ffcf7d;--warn-back:#423009;
        --good:#8fdc9f;--good-back:#12351b}}
        @media(prefers-color-scheme:dark){body{background:#14171b;color:#e6e9ed}}
        *{box-sizing:border-box}
        body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:76rem;padding:1.25rem 1rem}
        header{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem 2rem;margin-bottom:1rem}
        h1{font-size:1.5rem;line-height:1.2;margin:0}
        nav{display:flex;gap:1.25rem} a{color:var(--link)}
        .sum{font-size:1.1rem;margin:0 0 1.25rem} .sum b{margin-right:.5rem}
        .sum span{white-space:nowrap}
        table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}
        th,td{text-align:left;padding:.4rem .75rem;border-bottom:1px solid var(--line);
        vertical-align:top;overflow-wrap:anywhere}
        th{background:var(--head);font-weight:600;white-space:nowrap}
        i{color:var(--soft)} bdi{display:block;max-height:6em;overflow:auto}
        .name{min-width:8.5rem} .words{min-width:15rem}
        .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .bad,.warn,.good{border-radius:.3rem;padding:.1rem .5rem;-webkit-box-decoration-break:clone;
        box-decoration-break:clone}
        .bad{color:var(--bad);background:var(--bad-back)}
        .warn{color:var(--warn);background:var(--warn-back)}
        .good{color:var(--good);background:var(--good-back)}
        details{margin:.35rem 0 0} summary{cursor:pointer}
        details ul{margin:.25rem 0;padding-left:1.25rem} li{margin:.15rem 0}
        li bdi,summary bdi{display:inline;max-height:none}
        small{color:var(--soft)}
        footer{color:var(--soft);font-size:.9rem}
        @media(max-width:48rem){thead{display:none} table,tbody{display:block}
        tr{display:block;border:1px solid var(--line);border-radius:.5rem;margin:0 0 .75rem;
        padding:.4rem .75rem}
        td,td.number{display:flex;gap:1rem;border:0;padding:.15rem 0;text-align:left;white-space:normal}
        td:empty{display:none} td>*{min-width:0}
        td::before{content:attr(data-label);flex:0 0 8.5rem;color:var(--soft)}
        td:first-child{font-weight:600}}
        """
}
