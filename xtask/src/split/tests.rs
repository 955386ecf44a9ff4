//! A module of five functions and three constants, cut in two.

use super::constants::{Constants, Piece};
use super::cut::{FIRST, GLUE, Halves, LOAD, OPEN, SHARED, cut};
use super::parts::{FUNCTIONS, Parts};
use super::reach::SHORT_BYTES;
use super::segment::{Segment, bytes_at};
use wasm_encoder::{CodeSection, ElementSection, ExportSection, FunctionSection, ImportSection};
use wasm_encoder::{
    ConstExpr, Elements, EntityType, ExportKind, Function, Instruction, RefType, TableType,
};
use wasm_encoder::{
    DataSection, GlobalSection, GlobalType, MemArg, MemArgTarget, MemorySection, MemoryType,
    Module, TableSection, TypeSection, ValType,
};
use wasmparser::ExternalKind;

// Functions of the module under test: two imports, then its own.
const IMPORTED: u32 = 0;
const GLUED: u32 = 1;
const STARTS: u32 = 2;
const CALLED: u32 = 3;
const TABLED: u32 = 4;
const SHORT: u32 = 5;
const PANICS: u32 = 6;

/// Where the functions stand in the table: `STARTS`, and `TABLED` after it.
const PLACE: u32 = 1;

// Addresses of its constants, of four bytes each.
const GREETING: u32 = 2048;
const POINTER: u32 = 2052;
const FAREWELL: u32 = 2056;
const DATA: &[u8] = b"hey!\x02\0\0\0bye!";

/// `STARTS` has the address of `GREETING`, which `POINTER` follows, and that points to `TABLED`; `CALLED` loads `FAREWELL`.
fn constants() -> Constants {
    let piece = |start: u32, numbers: &[u32]| Piece {
        place: start..start + 4,
        bytes: DATA[(start - GREETING) as usize..][..4].to_vec(),
        numbers: numbers.to_vec(),
    };
    Constants {
        pieces: vec![
            piece(GREETING, &[POINTER]),
            piece(POINTER, &[PLACE + 1]),
            piece(FAREWELL, &[]),
        ],
        used: Vec::new(),
        told: [GREETING, POINTER, FAREWELL].into(),
    }
}

/// `STARTS` calls an import, `CALLED` and `SHORT`; `CALLED` calls both imports and `STARTS`;
/// `TABLED`, which stands in the table, calls `SHORT` and `PANICS`, which is as short but does not return.
fn program() -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32], [ValType::I32]);
    let mut imports = ImportSection::new();
    imports.import("js", "a_long_name", EntityType::Function(0));
    imports.import("js", "another", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    let mut code = CodeSection::new();
    let load = Instruction::I32Load(MemArg {
        offset: FAREWELL.into(),
        align: 0,
        target: MemArgTarget::default(),
        ordering: None,
    });
    let names = [Instruction::I32Const(GREETING as i32), Instruction::Drop];
    let panics = [Instruction::Unreachable];
    let loads = [Instruction::I32Const(0), load, Instruction::Drop];
    for (uses, calls) in [
        (&names[..], &[IMPORTED, CALLED, SHORT][..]),
        (&loads, &[IMPORTED, GLUED, STARTS]),
        (&[], &[SHORT, PANICS]),
        (&[], &[]),
        (&panics, &[]),
    ] {
        functions.function(0);
        let mut body = Function::new([]);
        body.instruction(&Instruction::LocalGet(0));
        for instruction in uses {
            body.instruction(instruction);
        }
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
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut data = DataSection::new();
    let address = ConstExpr::i32_const(GREETING as i32);
    data.active(0, &address, DATA.iter().copied());
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
    elements.active(None, &ConstExpr::i32_const(PLACE as i32), tabled);
    let mut module = Module::new();
    module.section(&types).section(&imports).section(&functions);
    module.section(&tables).section(&memories).section(&globals);
    module.section(&exports).section(&elements);
    module.section(&code).section(&data);
    module.finish()
}

fn halves() -> Halves {
    cut(&program(), &constants(), &[STARTS].into()).unwrap()
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
                    wasmparser::TypeRef::Memory(_) => ExternalKind::Memory,
                    wasmparser::TypeRef::Global(_) => ExternalKind::Global,
                    other => panic!("{other:?}"),
                };
                (import.module, import.name, kind)
            }));
        }
    }
    // An import and STARTS, by their places in the table, and the import that the first does without;
    // then two tables, the memory, the global. SHORT is copied.
    let function = |module, name| (module, name, ExternalKind::Func);
    assert_eq!(
        imports[..3],
        [
            function(FIRST, "0"),
            function(FIRST, "1"),
            function(GLUE, "1")
        ]
    );
    let state = imports[3..].iter();
    let state: Vec<_> = state.map(|(_, name, kind)| (*name, *kind)).collect();
    let names: Vec<_> = state.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["2", "3", "4", "5"]);
    let first = Parts::of(&first).unwrap();
    let exports = first.exports.iter();
    let given: Vec<_> = exports.map(|export| (export.name, export.kind)).collect();
    assert_eq!(given[0], ("start", ExternalKind::Func));
    assert_eq!(given[1..5], state);
    assert_eq!(
        given[5..],
        [(SHARED, ExternalKind::Table), (OPEN, ExternalKind::Func)]
    );
    // `rest.load` is between them.
    let [imported, starts] = [0, 2];
    let shared = first.exports.iter().find(|export| export.name == SHARED);
    let filled = first.tabled(shared.unwrap().index).unwrap();
    assert_eq!(filled, [(0, vec![imported, starts])]);
}

#[test]
fn what_is_called_or_pointed_to_and_does_not_run_first_is_behind_a_gate() {
    let Halves {
        first,
        rest,
        imports,
        imported,
    } = halves();
    assert_eq!(imports, ["a_long_name", "another"]);
    assert_eq!(imported, [IMPORTED].into());
    let first = Parts::of(&first).unwrap();
    let names: Vec<&str> = first.imports.iter().map(|import| import.name).collect();
    assert_eq!(names, ["0", LOAD[1]]);
    // The import, `rest.load`, then STARTS, SHORT, the opener, and gates to CALLED and TABLED.
    let [starts, short, opener, to_called, to_tabled] = [2, 3, 4, 5, 6];
    assert_eq!(first.own(), 2..7);
    let import = 0;
    assert_eq!(first.named_by(starts).unwrap(), [import, to_called, short]);
    assert_eq!(first.named_by(to_called).unwrap(), [opener]);
    assert_eq!(
        first.tabled(FUNCTIONS).unwrap(),
        [(1, vec![starts, to_tabled])]
    );
    // CALLED, TABLED, PANICS, and a copy of SHORT.
    assert_eq!(rest_functions(&rest), 4);
}

fn rest_functions(rest: &[u8]) -> usize {
    let bodies = wasmparser::Parser::new(0).parse_all(rest);
    bodies
        .filter(|payload| matches!(payload, Ok(wasmparser::Payload::CodeSectionEntry(_))))
        .count()
}

#[test]
fn a_short_function_that_only_the_rest_knows_is_of_the_rest() {
    // Of the first view, CALLED alone: it leads to STARTS; SHORT is called by that, and TABLED, which nobody points to.
    let Halves { first, rest, .. } = cut(&program(), &constants(), &[CALLED].into()).unwrap();
    let first = Parts::of(&first).unwrap();
    // The imports, `rest.load`, then CALLED, the opener, and a gate to STARTS.
    assert_eq!(first.own(), 3..6);
    assert_eq!(rest_functions(&rest), 4);
}

#[test]
fn a_short_function_that_does_not_return_is_behind_a_gate() {
    let Halves { first, .. } = cut(&program(), &constants(), &[TABLED].into()).unwrap();
    let first = Parts::of(&first).unwrap();
    // `rest.load`, then TABLED, SHORT, the opener, and gates to STARTS and PANICS: it needs no import.
    let [tabled, short, opener, to_panics] = [1, 2, 3, 5];
    assert_eq!(first.own(), 1..6);
    assert_eq!(first.named_by(tabled).unwrap(), [short, to_panics]);
    assert_eq!(first.named_by(to_panics).unwrap(), [opener]);
}

#[test]
fn only_the_rest_has_what_nothing_in_the_first_leads_to() {
    let at = |module: &[u8], address: u32| bytes_at(&data(module), &(address..address + 4));
    let Halves { first, rest, .. } = halves();
    assert_eq!(at(&first, GREETING), *b"hey!");
    assert_eq!(at(&first, POINTER), [2, 0, 0, 0]);
    assert_eq!(at(&first, FAREWELL), [0; 4]);
    assert_eq!(at(&rest, FAREWELL), *b"bye!");
    let Halves { first, rest, .. } = cut(&program(), &constants(), &[CALLED].into()).unwrap();
    assert_eq!(at(&first, GREETING), [0; 4]);
    assert_eq!(at(&first, FAREWELL), *b"bye!");
    assert_eq!(at(&rest, GREETING), *b"hey!");
    // The gate to STARTS stands in the table; nothing stands for TABLED, which nobody looks for.
    let to_starts = 5;
    let first = Parts::of(&first).unwrap();
    assert_eq!(first.tabled(FUNCTIONS).unwrap(), [(1, vec![to_starts])]);
}

fn data(module: &[u8]) -> Vec<Segment<'_>> {
    let mut sections = wasmparser::Parser::new(0).parse_all(module);
    let data = sections.find_map(|payload| match payload {
        Ok(wasmparser::Payload::DataSection(section)) => Some(section),
        _ => None,
    });
    Segment::all(data.unwrap()).unwrap()
}

#[test]
fn constants_of_another_program_are_refused() {
    let mut others = constants();
    others.pieces[1].bytes[0] += 1;
    assert!(cut(&program(), &others, &[STARTS].into()).is_err());
}
