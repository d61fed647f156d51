//! A repair for what an old wasm-opt does to the table in which wasm-bindgen keeps JavaScript values.
//!
//! Binaryen up to 108, which is what Debian 12 has, writes index 0 for every exported table. wasm-bindgen's glue
//! then finds the table of functions under the name of the other one and the player does not start. Everything
//! else it writes is right, and building a newer one takes a newcomer twenty minutes of C++.

use wasmparser::{ExternalKind, Parser, Payload, RefType, TypeRef};

use crate::error::{Error, Result};

/// The name under which wasm-bindgen exports the table.
const EXPORT: &str = "__wbindgen_externrefs";

/// Points the export at the one table of JavaScript values, where it points at another.
///
/// # Errors
/// Where the bytes are no module.
pub(crate) fn mend(wasm: &mut [u8]) -> Result<()> {
    let mut tables: Vec<RefType> = Vec::new();
    let mut exported = None;
    let damaged = |error: wasmparser::BinaryReaderError| Error::Wasm(error.to_string());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(damaged)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    if let TypeRef::Table(table) = import.map_err(damaged)?.ty {
                        tables.push(table.element_type);
                    }
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    tables.push(table.map_err(damaged)?.ty.element_type);
                }
            }
            Payload::ExportSection(section) => {
                for export in section.into_iter_with_offsets() {
                    let (offset, export) = export.map_err(damaged)?;
                    if export.kind == ExternalKind::Table && export.name == EXPORT {
                        exported = Some((offset as usize, export.index as usize));
                    }
                }
            }
            _ => {}
        }
    }
    let right: Vec<usize> = (0..tables.len()).filter(|index| tables[*index] == RefType::EXTERNREF).collect();
    if let (Some((offset, index)), [right]) = (exported, &right[..])
        && index != *right
        && index < 128
        && *right < 128
    {
        // Length and name, kind, index; each number below 128 is one byte.
        wasm[offset + 1 + EXPORT.len() + 1] = *right as u8;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ExportKind, ExportSection, Module, RefType, TableSection, TableType};

    fn module(tables: &[RefType], exported: u32) -> Vec<u8> {
        let mut section = TableSection::new();
        for element_type in tables {
            section.table(TableType {
                element_type: *element_type,
                table64: false,
                minimum: 1,
                maximum: None,
                shared: false,
            });
        }
        let mut exports = ExportSection::new();
        exports.export("other", ExportKind::Table, 0).export(EXPORT, ExportKind::Table, exported);
        let mut module = Module::new();
        module.section(&section).section(&exports);
        module.finish()
    }

    #[test]
    fn the_export_points_at_the_table_of_values_afterwards() {
        let right = module(&[RefType::FUNCREF, RefType::EXTERNREF], 1);
        let mut wrong = module(&[RefType::FUNCREF, RefType::EXTERNREF], 0);
        assert_ne!(wrong, right);
        mend(&mut wrong).unwrap();
        assert_eq!(wrong, right);
        mend(&mut wrong).unwrap();
        assert_eq!(wrong, right, "what is right stays");
    }

    #[test]
    fn nothing_is_guessed() {
        for tables in [&[RefType::FUNCREF][..], &[RefType::FUNCREF, RefType::EXTERNREF, RefType::EXTERNREF]] {
            let before = module(tables, 0);
            let mut after = before.clone();
            mend(&mut after).unwrap();
            assert_eq!(after, before);
        }
        assert!(matches!(mend(&mut b"text".to_vec()), Err(Error::Wasm(_))));
    }
}
