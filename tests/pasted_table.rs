//! A table of numbers is pasted, as a spreadsheet copies it.

use normscope::state::{Paste, read_paste};

fn source(text: &str) -> String {
    let Paste {
        table,
        calls,
        remarks,
    } = read_paste(text);
    assert!(
        calls.is_empty() && remarks.is_empty(),
        "{text}: {remarks:?}"
    );
    table
        .unwrap_or_else(|| panic!("{text:?} is a table"))
        .to_string()
}

fn remark(text: &str) -> String {
    let paste = read_paste(text);
    assert!(paste.table.is_none(), "{text}");
    let remarks: Vec<_> = paste.remarks.iter().map(ToString::to_string).collect();
    remarks.join("; ")
}

#[test]
fn numbers_in_rows_are_x() {
    let expected = "tensor([[1,-2.5],[3,0.0001],[5,6]])";
    for text in [
        "1\t-2.5\n3\t1e-4\n5\t6\n",
        "height,width\n1,-2.5\n3,1e-4\n5,6",
        "1;-2,5\r\n3;0,0001\r\n5;6",
        "\n1 -2.5\n3 .0001\n5 6",
    ] {
        assert_eq!(source(text), expected, "{text:?}");
    }
    assert_eq!(source("1\n2\n"), "tensor([[1],[2]])");
    assert_eq!(source("1,2,3"), "tensor([[1,2,3]])");
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    assert_eq!(
        remark("1,2\n3"),
        "the first row has 2 cells, and this one ends here (line 2, column 2)"
    );
    assert!(remark("1,2\n3,four").contains("line 2, column 2"));
    let long = "1 2 3 4 5\n".repeat(201);
    assert_eq!(
        remark(&long),
        "a link holds at most 1000 numbers, and the table has 1005; save it as .csv and open the file (column 1)"
    );
}

#[test]
fn python_is_no_table() {
    for text in [
        "",
        "x = 1\ny = 2",
        "m = nn.GroupNorm(3, 6)\n1, 2",
        "import torch\n# 1,2",
    ] {
        let paste = read_paste(text);
        assert!(paste.table.is_none(), "{text:?}");
    }
}
