//! Structs, descriptors and accessors as Rust text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Result, bail};

use super::facts::{Alias, Facts, Field, GroupVersion, element, prefix, short};

/// Structs wider than this are boxed where they are optional, so that absence is cheap.
const BOX_ABOVE: usize = 40;

/// The text of one generated file.
pub(crate) fn file(
    facts: &Facts,
    gv: &GroupVersion,
    name: &str,
    types: &[String],
) -> Result<String> {
    let mut body = String::new();
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let machinery = if gv.is_meta() { "crate" } else { "bowline_apimachinery" };
    let mut messages = Vec::new();
    for ty in types {
        match facts.enum_alias(ty).filter(|_| !facts.types.contains_key(ty)) {
            Some(alias) => write_enum(&mut body, short(ty), alias, machinery)?,
            None => {
                messages.push(short(ty).to_owned());
                write_struct(&mut body, facts, gv, ty, &mut imports)?;
            }
        }
    }
    let mut out = format!(
        "//! {} of {}. Written by `cargo xtask generate`; do not edit.\n\n\
         #![allow(missing_docs, reason = \"names and shapes are Kubernetes' own\")]\n\n",
        name.replace('_', " "),
        gv.name()
    );
    if body.contains("BTreeMap<") {
        out.push_str("use std::collections::BTreeMap;\n\n");
    }
    let own: BTreeSet<String> =
        types.iter().flat_map(|t| [short(t).to_owned(), screaming(short(t))]).collect();
    for (path, names) in &mut imports {
        if path == "super" {
            names.retain(|n| !own.contains(n));
        }
        if names.is_empty() {
            continue;
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        writeln!(out, "use {path}::{{{}}};", names.join(", "))?;
    }
    if !messages.is_empty() {
        writeln!(out, "use {machinery}::descriptor::*;")?;
        writeln!(out, "use {machinery}::reflect::{{Message, Mut, Ref, Reflect}};\n")?;
    }
    out.push_str(&body);
    if !messages.is_empty() {
        writeln!(out, "{machinery}::message!({});", messages.join(" "))?;
    }
    Ok(out)
}

fn write_enum(out: &mut String, name: &str, alias: &Alias, machinery: &str) -> Result<()> {
    let mut values: BTreeSet<&str> = alias.closed.iter().map(String::as_str).collect();
    values.extend(alias.values.values().filter_map(|v| v.as_str()));
    values.remove("");
    let macro_path = if machinery == "crate" { "crate" } else { machinery };
    writeln!(out, "{macro_path}::open_enum!(\n/// One of {}.", list(&values))?;
    let variants: Vec<String> = values.iter().map(|v| format!("{} = {v:?}", variant(v))).collect();
    writeln!(out, "{name} {{ {} }});\n", variants.join(", "))?;
    Ok(())
}

fn list(values: &BTreeSet<&str>) -> String {
    values.iter().map(|v| format!("`{v}`")).collect::<Vec<_>>().join(", ")
}

fn variant(value: &str) -> String {
    if value == "*" {
        return "All".to_owned();
    }
    let shouted = value.chars().all(|c| !c.is_lowercase()) && value.len() > 1;
    let words = value.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words
        .map(|w| {
            let (head, rest) = w.split_at(1);
            let rest = if shouted { rest.to_lowercase() } else { rest.to_owned() };
            head.to_uppercase() + &rest
        })
        .collect()
}

fn write_struct(
    out: &mut String,
    facts: &Facts,
    gv: &GroupVersion,
    name: &str,
    imports: &mut BTreeMap<String, BTreeSet<String>>,
) -> Result<()> {
    let info = &facts.types[name];
    let ty = short(name);
    let fields = facts.flat_fields(name);
    let carries_types = embedded(name);
    match (&info.kind, info.any_group) {
        (Some(kind), false) => {
            let group_version = match (info.group.as_deref(), info.version.as_deref()) {
                (Some("") | None, Some(v)) => v.to_owned(),
                (Some(g), Some(v)) => format!("{g}/{v}"),
                _ => gv.name(),
            };
            writeln!(out, "/// `{kind}` of `{group_version}`.")?;
        }
        _ => writeln!(out, "/// `{name}`.")?,
    }
    writeln!(out, "#[derive(Clone, Debug, Default, PartialEq)]\npub struct {ty} {{")?;
    if carries_types {
        writeln!(out, "/// `kind` and `apiVersion`, kept where the kind is nested in another.")?;
        writeln!(out, "pub type_meta: {}TypeMeta,", use_meta(gv, imports, "TypeMeta"))?;
    }
    for field in &fields {
        for line in notes(field) {
            writeln!(out, "/// {line}")?;
        }
        let rust = rust_type(facts, gv, field, imports)?;
        writeln!(out, "pub {}: {rust},", ident(&field.name))?;
    }
    writeln!(out, "}}\n")?;
    write_descriptor(out, facts, gv, name, &fields, imports)?;
    writeln!(out, "impl Message for {ty} {{")?;
    writeln!(out, "fn descriptor(&self) -> &'static Descriptor {{ &{} }}", screaming(ty))?;
    if fields.is_empty() {
        writeln!(out, "fn get(&self, _: usize) -> Ref<'_> {{ Ref::Null }}")?;
        writeln!(
            out,
            "fn get_mut(&mut self, index: usize) -> Mut<'_> {{ panic!(\"{ty} has no field {{index}}\") }}"
        )?;
    } else {
        writeln!(out, "fn get(&self, index: usize) -> Ref<'_> {{ match index {{")?;
        for (i, field) in fields.iter().enumerate() {
            writeln!(out, "{i} => self.{}.reflect(),", ident(&field.name))?;
        }
        writeln!(out, "_ => Ref::Null }} }}")?;
        writeln!(out, "fn get_mut(&mut self, index: usize) -> Mut<'_> {{ match index {{")?;
        for (i, field) in fields.iter().enumerate() {
            writeln!(out, "{i} => self.{}.reflect_mut(),", ident(&field.name))?;
        }
        writeln!(out, "_ => panic!(\"{ty} has no field {{index}}\") }} }}")?;
        write_present(out, facts, gv, &fields, imports)?;
    }
    if carries_types {
        let path = if gv.is_meta() { "crate" } else { "bowline_apimachinery" };
        writeln!(
            out,
            "fn type_meta(&self) -> Option<&{path}::meta::TypeMeta> {{ Some(&self.type_meta) }}"
        )?;
        writeln!(
            out,
            "fn type_meta_mut(&mut self) -> Option<&mut {path}::meta::TypeMeta> {{ Some(&mut self.type_meta) }}"
        )?;
    }
    writeln!(out, "}}\n")?;
    if let (Some(kind), false) = (&info.kind, gv.is_meta()) {
        let path = "bowline_apimachinery";
        let group = info.group.as_deref().unwrap_or(&gv.group);
        let version = info.version.as_deref().unwrap_or(short(&gv.prefix));
        let resource = facts.resources.resources.iter().find(|r| r.ty == name);
        match resource.filter(|_| fields.first().is_some_and(|f| f.name == "metadata")) {
            Some(r) => {
                let scope = if r.namespaced { "Namespaced" } else { "Cluster" };
                let plural = &r.resource;
                writeln!(
                    out,
                    "{path}::resource!({ty}, {group:?}, {version:?}, {kind:?}, {plural:?}, {scope});\n"
                )?;
            }
            None => writeln!(out, "{path}::kind!({ty}, {group:?}, {version:?}, {kind:?});\n")?,
        }
    } else if let (Some(kind), true) = (&info.kind, gv.prefix.ends_with("meta.v1")) {
        writeln!(out, "crate::kind!({ty}, \"\", \"v1\", {kind:?});\n")?;
    }
    Ok(())
}

/// Which of the fields that may be absent are there, in one look.
fn write_present(
    out: &mut String,
    facts: &Facts,
    gv: &GroupVersion,
    fields: &[Field],
    imports: &mut BTreeMap<String, BTreeSet<String>>,
) -> Result<()> {
    if fields.len() > 64 {
        return Ok(());
    }
    let mut always = u64::MAX;
    let mut bits = Vec::new();
    for (i, field) in fields.iter().enumerate() {
        let rust = rust_type(facts, gv, field, imports)?;
        let name = ident(&field.name);
        let test = if rust.starts_with("Option<") {
            format!("self.{name}.is_some()")
        } else if rust.starts_with("Vec<") || rust.starts_with("BTreeMap<") {
            format!("!self.{name}.is_empty()")
        } else {
            continue;
        };
        always &= !(1 << i);
        let shift = if i == 0 { String::new() } else { format!(" << {i}") };
        bits.push(format!("u64::from({test}){shift}"));
    }
    if !bits.is_empty() {
        writeln!(out, "fn present(&self) -> u64 {{ {always:#018x} | {} }}", bits.join(" | "))?;
    }
    Ok(())
}

/// Kinds that nest in other kinds and keep their `kind` and `apiVersion` there.
fn embedded(name: &str) -> bool {
    name == "io.k8s.api.core.v1.PersistentVolumeClaim"
}

/// What the data says of a field beyond its type, as doc lines.
fn notes(field: &Field) -> Vec<String> {
    let mut notes = Vec::new();
    match field.list_type.as_str() {
        "map" => notes.push(format!("List, one item per `{}`.", field.list_map_keys.join("`, `"))),
        "set" => notes.push("List without duplicates.".to_owned()),
        _ => {}
    }
    if let Some(default) = field.default.as_ref().filter(|d| !d.is_object()) {
        notes.push(format!("Default: `{default}`."));
    }
    if field.deprecated {
        notes.push("Deprecated.".to_owned());
    }
    notes
}

fn use_meta(
    gv: &GroupVersion,
    imports: &mut BTreeMap<String, BTreeSet<String>>,
    name: &str,
) -> &'static str {
    let path = if gv.is_meta() { "crate::meta" } else { "bowline_apimachinery::meta" };
    imports.entry(path.to_owned()).or_default().insert(name.to_owned());
    ""
}

/// Imports a model type and returns its name.
fn import(
    facts: &Facts,
    gv: &GroupVersion,
    model: &str,
    imports: &mut BTreeMap<String, BTreeSet<String>>,
    also_static: bool,
) -> String {
    let ty = short(model);
    let path = if prefix(model) == gv.prefix {
        "super".to_owned()
    } else {
        facts
            .group_versions()
            .iter()
            .find(|other| other.prefix == prefix(model))
            .map_or_else(|| "super".to_owned(), |other| other.path(gv))
    };
    let names = imports.entry(path).or_default();
    if also_static {
        names.insert(screaming(ty));
    } else {
        names.insert(ty.to_owned());
    }
    ty.to_owned()
}

fn rust_type(
    facts: &Facts,
    gv: &GroupVersion,
    field: &Field,
    imports: &mut BTreeMap<String, BTreeSet<String>>,
) -> Result<String> {
    let base = base_type(facts, gv, field, imports)?;
    Ok(if let Some(item) = field.ty.strip_prefix("map[string]") {
        let base = if item.starts_with("[]") { format!("Vec<{base}>") } else { base };
        // As everywhere, Go's zero time is absence.
        let base = if item == "Time" { format!("Option<{base}>") } else { base };
        format!("BTreeMap<String, {base}>")
    } else if field.ty.starts_with("[]") {
        format!("Vec<{base}>")
    } else if field.ptr && facts.types.contains_key(&field.ty) {
        let wide = width(facts, &field.ty, 0) > BOX_ABOVE;
        if wide { format!("Option<Box<{base}>>") } else { format!("Option<{base}>") }
    } else if field.ptr || matches!(field.ty.as_str(), "Time" | "MicroTime") {
        // A Go time that is no pointer has a zero value, which means absence.
        format!("Option<{base}>")
    } else {
        base
    })
}

fn base_type(
    facts: &Facts,
    gv: &GroupVersion,
    field: &Field,
    imports: &mut BTreeMap<String, BTreeSet<String>>,
) -> Result<String> {
    let machinery = if gv.is_meta() { "crate" } else { "bowline_apimachinery" };
    let mut leaf = |module: &str, name: &str| {
        imports.entry(format!("{machinery}::{module}")).or_default().insert(name.to_owned());
        name.to_owned()
    };
    let listed = field.ty.starts_with("[]") || field.ty.starts_with("map[");
    let alias = if listed { &field.elem_alias } else { &field.alias };
    Ok(match element(&field.ty) {
        "string" => match alias.as_deref().filter(|a| facts.enum_alias(a).is_some()) {
            Some(alias) => import(facts, gv, alias, imports, false),
            None => "String".to_owned(),
        },
        "bool" => "bool".to_owned(),
        "int32" => "i32".to_owned(),
        "int64" => "i64".to_owned(),
        "float64" => "f64".to_owned(),
        "bytes" => leaf("byte_string", "ByteString"),
        "Time" => leaf("time", "Time"),
        "MicroTime" => leaf("time", "MicroTime"),
        "Duration" => leaf("time", "Duration"),
        "Quantity" => leaf("quantity", "Quantity"),
        "IntOrString" => leaf("int_or_string", "IntOrString"),
        "RawExtension"
        | "FieldsV1"
        | "JSON"
        | "any"
        | "io.k8s.apimachinery.pkg.runtime.Unknown" => leaf("raw_json", "RawJson"),
        model if facts.types.contains_key(model) => import(facts, gv, model, imports, false),
        other => bail!("field {} has unknown type {other}", field.name),
    })
}

/// Rough size of a type in bytes.
fn width(facts: &Facts, model: &str, depth: usize) -> usize {
    if depth > 8 {
        return 1 << 20;
    }
    facts
        .flat_fields(model)
        .iter()
        .map(|f| match f.ty.as_str() {
            ty if ty.starts_with("[]") || ty.starts_with("map[") => 24,
            "bool" => 1,
            "int32" => 4 + 4 * usize::from(f.ptr),
            "int64" | "float64" | "Duration" => 8 + 8 * usize::from(f.ptr),
            "Time" | "MicroTime" => 16,
            "Quantity" => 32,
            model if facts.types.contains_key(model) => {
                let inner = width(facts, model, depth + 1);
                if f.ptr && inner > BOX_ABOVE { 8 } else { inner }
            }
            _ => 24,
        })
        .sum()
}

fn write_descriptor(
    out: &mut String,
    facts: &Facts,
    gv: &GroupVersion,
    name: &str,
    fields: &[Field],
    imports: &mut BTreeMap<String, BTreeSet<String>>,
) -> Result<()> {
    let info = &facts.types[name];
    let ty = short(name);
    writeln!(
        out,
        "#[doc(hidden)]\npub static {}: Descriptor = Descriptor::new({name:?}, &[",
        screaming(ty)
    )?;
    for field in fields {
        let json = &field.name;
        let (n, flags) = (field.n, flags(facts, field));
        let table = table_type(facts, gv, field, imports)?;
        write!(out, "Field::new({json:?}, {n}, {table}, {flags})")?;
        if !field.via.is_empty() {
            write!(out, ".via(&{:?})", field.via)?;
        }
        if !field.list_map_keys.is_empty() {
            write!(out, ".keys(&{:?})", field.list_map_keys)?;
        }
        if !field.patch_merge_key.is_empty() {
            write!(out, ".merge_key({:?})", field.patch_merge_key)?;
        }
        if let Some(default) = &field.default {
            write!(out, ".default({:?})", default.to_string())?;
        }
        writeln!(out, ",")?;
    }
    // Protobuf order: by the outer number, then by the number inside an inlined struct.
    let mut order: Vec<usize> = (0..fields.len()).filter(|&i| fields[i].n != 0).collect();
    order.sort_by_key(|&i| {
        let f = &fields[i];
        [f.via.as_slice(), &[f.n]].concat()
    });
    write!(out, "], &{order:?})")?;
    if info.kind.is_some() {
        write!(out, ".root()")?;
    }
    if info.struct_type == "atomic" {
        write!(out, ".atomic()")?;
    }
    let form = match info.json_one_of.get(1).map(String::as_str) {
        Some("bool") => Some("OrBool"),
        Some("[]string") => Some("OrStringArray"),
        Some(_) => Some("OrArray"),
        None => None,
    };
    if let Some(form) = form {
        write!(out, ".form(Form::{form})")?;
    }
    writeln!(out, ";\n")?;
    Ok(())
}

fn flags(facts: &Facts, field: &Field) -> String {
    let wrapper = field.alias.as_deref().and_then(|a| facts.aliases.get(a));
    let strategies: Vec<&str> = field.patch_strategy.split(',').collect();
    let atomic =
        field.list_type == "atomic" || field.map_type == "atomic" || field.struct_type == "atomic";
    let all = [
        (field.ptr, "POINTER"),
        (field.omitempty, "OMITEMPTY"),
        (field.omitzero, "OMITZERO"),
        (field.required, "REQUIRED"),
        (field.list_type == "map", "LIST_MAP"),
        (field.list_type == "set", "LIST_SET"),
        (atomic, "ATOMIC"),
        (strategies.contains(&"merge"), "PATCH_MERGE"),
        (strategies.contains(&"retainKeys"), "PATCH_RETAIN"),
        (strategies.contains(&"replace"), "PATCH_REPLACE"),
        (wrapper.is_some_and(|w| w.proto_wrapper.is_some()), "WRAPPED"),
        (field.deprecated, "DEPRECATED"),
        (field.union_discriminator, "DISCRIMINATOR"),
    ];
    let set: Vec<&str> = all.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
    if set.is_empty() { "0".to_owned() } else { set.join(" | ") }
}

fn table_type(
    facts: &Facts,
    gv: &GroupVersion,
    field: &Field,
    imports: &mut BTreeMap<String, BTreeSet<String>>,
) -> Result<String> {
    let base = match base_type(facts, gv, field, imports)?.as_str() {
        "String" => "Type::String".to_owned(),
        "bool" => "Type::Bool".to_owned(),
        "i32" => "Type::Int32".to_owned(),
        "i64" => "Type::Int64".to_owned(),
        "f64" => "Type::Double".to_owned(),
        "ByteString" => "Type::Bytes".to_owned(),
        "RawJson" => "Type::Raw".to_owned(),
        leaf @ ("Time" | "MicroTime" | "Duration" | "Quantity" | "IntOrString") => {
            format!("Type::{leaf}")
        }
        _ if facts.types.contains_key(element(&field.ty)) => {
            let ty = import(facts, gv, element(&field.ty), imports, true);
            format!("Type::Message(&{})", screaming(&ty))
        }
        alias => format!("Type::Enum({alias}::VALUES)"),
    };
    Ok(if let Some(item) = field.ty.strip_prefix("map[string]") {
        let base = if item.starts_with("[]") { format!("Type::List(&{base})") } else { base };
        format!("Type::Map(&{base})")
    } else if field.ty.starts_with("[]") {
        format!("Type::List(&{base})")
    } else {
        base
    })
}

/// `podIPs` -> `pod_ips`, `JSONSchemaProps` -> `json_schema_props`.
pub(crate) fn snake(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (i, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        if c.is_uppercase() && i > 0 && !out.ends_with('_') && !out.is_empty() {
            let after_lower = !chars[i - 1].is_uppercase();
            let next = chars.get(i + 1).copied().unwrap_or('A');
            // A plural acronym (`IPs`) is one word.
            let plural = next == 's' && chars.get(i + 2).is_none_or(|c| c.is_uppercase());
            if after_lower || (next.is_lowercase() && !plural) {
                out.push('_');
            }
        }
        out.extend(c.to_lowercase());
    }
    out
}

fn screaming(name: &str) -> String {
    snake(name).to_uppercase()
}

fn ident(json: &str) -> String {
    match json {
        "$ref" => return "ref_path".to_owned(),
        "$schema" => return "schema".to_owned(),
        _ => {}
    }
    let name = snake(json);
    match name.as_str() {
        "type" | "continue" | "ref" | "enum" | "match" | "use" | "static" | "where" | "as"
        | "const" | "default" | "abstract" | "virtual" | "in" | "for" | "self"
            if name != "default" =>
        {
            name + "_"
        }
        _ => name,
    }
}
