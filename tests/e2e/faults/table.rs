//! The cases as a table for people: `tests/faults.md`, written by `LECTERN_UPDATE=1`.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result, ensure};
use tests::content;
use tests::faults::{Case, Kept, Step};

use super::{ELSEWHERE, Group, IN_A_TAB};

const HEAD: &str = "# Faults of storage

What a learner's progress is kept in can fail in many ways.
Each row is a test in real browsers (`e2e/faults`): a learner works, something fails, and what is seen then and after the page was loaded again is compared with everything that was done until then.
The page itself goes on in every case, and shows all that was done, unless it says otherwise here.
This table is written by the tests: `LECTERN_UPDATE=1 cargo test -p tests --test e2e the_table_of_faults`.

The notices are

- `refused`: the browser does not let the page remember anything;
- `full`: the latest answers will be forgotten once the page is left, unless there is room by then;
- `newer`: a newer version of the player has stored progress here;
- `cleared`: something has emptied the storage, and what the page knew was stored again;
- `damaged`: a part cannot be read; it is kept aside.

| Storage | What fails | When | Notice | What is there after a reload | Engines |
|---|---|---|---|---|---|
";

#[test]
fn the_table_of_faults_says_what_the_cases_say() -> Result<()> {
    let mut table = HEAD.to_owned();
    let mut rows = 0;
    for group in IN_A_TAB.iter().chain(&ELSEWHERE) {
        for case in group.cases {
            _ = writeln!(table, "{}", row(group, case));
            rows += 1;
        }
    }
    assert!(rows >= 40, "only {rows} faults");
    let file = content::root().join("tests/faults.md");
    if std::env::var_os("LECTERN_UPDATE").is_some() {
        fs::write(&file, &table)?;
    }
    let written = fs::read_to_string(&file).context("there is no table")?;
    ensure!(written == table, "tests/faults.md is not what the cases say: write it with LECTERN_UPDATE=1");
    Ok(())
}

fn row(group: &Group, case: &Case) -> String {
    let has_died = case.story.iter().any(|step| matches!(step, Step::Dies(_) | Step::Crash));
    let notice = |notice: &str| if notice.is_empty() { "none".into() } else { format!("`{notice}`") };
    let told = if has_died { "the page is gone".into() } else { notice(case.told) };
    let mut kept = match case.kept {
        Kept::All => "everything".to_owned(),
        Kept::Marked => "what was done before".to_owned(),
    };
    let gone: Vec<String> = case
        .story
        .iter()
        .filter_map(|step| match step {
            Step::Now(name, "") => Some(format!("`{name}`")),
            _ => None,
        })
        .collect();
    if !gone.is_empty() && case.kept == Kept::All {
        _ = write!(kept, " but {}", gone.join(", "));
    }
    for (name, fact) in case.but {
        match *fact {
            "" => _ = write!(kept, ", without `{name}`"),
            fact => _ = write!(kept, ", and {fact:?}"),
        }
    }
    if !case.note.is_empty() {
        _ = write!(kept, "; {}", case.note);
    }
    if !case.told_after.is_empty() {
        _ = write!(kept, "; the notice {}", notice(case.told_after));
    }
    let engines = case.on.iter().filter(|engine| !group.but.contains(engine));
    let engines: Vec<String> = engines.map(|engine| format!("{engine}")).collect();
    format!(
        "| {} | {} | {} | {told} | {kept} | {} |",
        group.storage,
        case.fault,
        case.moment,
        engines.join(", ")
    )
}
