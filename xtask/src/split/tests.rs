//! A module of four functions, cut in two.

use super::cut::{Halves, LOAD, SHORT_BYTES, cut};
use super::parts::Parts;
use wasm_encoder::{CodeSection, ElementSection, ExportSection, FunctionSection, ImportSection};
use wasm_encoder::{
    ConstExpr, Elements, EntityType, ExportKind, Function, Instruction, RefType, TableType,
};
use wasm_encoder::{GlobalSection, GlobalType, Module, TableSection, TypeSection, ValType};
use wasmparser::ExternalKind;

// Functions of the module under test: an import, then its own.
const IMPORTED: u32 = 0;
const STARTS: u32 = 1;
const CALLED: u32 = 2;
const TABLED: u32 = 3;
const SHORT: u32 = 4;

/// `STARTS` calls `CALLED` and `SHORT`; `CALLED` calls the import and `STARTS`; `TABLED` stands in the table.
fn program() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], [ValType::I32]);
    let mut imports = ImportSection::new();
    imports.import("glue", "a_long_name", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    for calls in [&[CALLED, SHORT][..], &[IMPORTED, STARTS], &[SHORT], &[]] {
        functions.function(0);
        let mut body = Function::new([]);
        body.instruction(&Instruction::LocalGet(0));
        for call in calls {
            body.instruction(&Instruction::Call(*call));
            for _ in 0..SHORT_BYTES {
                body.instruction(&Instruction::Nop);
            }
        }
        body.instruction(&Instruction::End);
        code.function(&body);
    }
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 3,
        maximum: Some(3),
        shared: false,
    });
    let mut globals = GlobalSection::new();
    let kind = GlobalType {
        val_type: ValType::I32,
        mutable: true,
        shared: false,
    };
    globals.global(kind, &ConstExpr::i32_const(0));
    let mut exports = ExportSection::new();
    exports.export("start", ExportKind::Func, STARTS);
    let mut elements = ElementSection::new();
    let tabled = Elements::Functions(vec![STARTS, TABLED].into());
    elements.active(None, &ConstExpr::i32_const(1), tabled);
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions);
    module.section(&tables).section(&globals).section(&exports);
    module.section(&elements).section(&code);
    module.finish()
}

fn halves() -> Halves {
    cut(&program(), &[STARTS].into()).unwrap()
}

#[test]
fn both_are_valid_and_the_rest_takes_what_the_first_gives() {
    let Halves { first, rest, .. } = halves();
    for module in [&first, &rest] {
        wasmparser::Validator::new().validate_all(module).unwrap();
    }
    let mut imports = Vec::new();
    for payload in wasmparser::Parser::new(0).parse_all(&rest) {
        if let wasmparser::Payload::ImportSection(section) = payload.unwrap() {
            imports.extend(section.into_imports().map(|import| {
                let import = import.unwrap();
                let kind = match import.ty {
                    wasmparser::TypeRef::Func(_) => ExternalKind::Func,
                    wasmparser::TypeRef::Table(_) => ExternalKind::Table,
                    wasmparser::TypeRef::Global(_) => ExternalKind::Global,
                    other => panic!("{other:?}"),
                };
                (import.name, kind)
            }));
        }
    }
    let first = Parts::of(&first).unwrap();
    let exports = first.exports.iter();
    let given: Vec<_> = exports.map(|export| (export.name, export.kind)).collect();
    assert_eq!(given[0], ("start", ExternalKind::Func));
    // Of functions, the import, STARTS and SHORT; both tables; the global.
    let kinds: Vec<_> = given[1..].iter().map(|given| given.1).collect();
    let [function, table] = [ExternalKind::Func, ExternalKind::Table];
    assert_eq!(kinds[..3], [function; 3]);
    assert_eq!(kinds[3..], [table, table, ExternalKind::Global]);
    assert_eq!(given[1..], imports);
}

#[test]
fn what_is_called_or_tabled_and_does_not_run_first_is_behind_a_gate() {
    let Halves {
        first,
        rest,
        imports,
    } = halves();
    assert_eq!(imports, ["a_long_name"]);
    let first = Parts::of(&first).unwrap();
    let names: Vec<&str> = first.imports.iter().map(|import| import.name).collect();
    assert_eq!(names, ["0", LOAD[1]]);
    // The import, `rest.load`, then STARTS, SHORT, the opener, and gates to CALLED and TABLED.
    let [starts, short, opener, to_called, to_tabled] = [2, 3, 4, 5, 6];
    assert_eq!(first.own(), 2..7);
    assert_eq!(first.named_by(starts).unwrap(), [to_called, short]);
    assert_eq!(first.named_by(to_called).unwrap(), [opener]);
    assert_eq!(first.tabled().unwrap(), [(1, vec![starts, to_tabled])]);
    assert_eq!(rest_functions(&rest), 2);
}

fn rest_functions(rest: &[u8]) -> usize {
    let bodies = wasmparser::Parser::new(0).parse_all(rest);
    bodies
        .filter(|payload| matches!(payload, Ok(wasmparser::Payload::CodeSectionEntry(_))))
        .count()
}

#[test]
fn a_short_function_that_only_the_rest_knows_is_of_the_rest() {
    // Of the first view, CALLED alone: it leads to STARTS, and TABLED is tabled; SHORT is called by those.
    let Halves { first, rest, .. } = cut(&program(), &[CALLED].into()).unwrap();
    let first = Parts::of(&first).unwrap();
    // The import, `rest.load`, then CALLED, the opener, and gates to STARTS and TABLED.
    assert_eq!(first.own(), 2..6);
    assert_eq!(rest_functions(&rest), 3);
}
