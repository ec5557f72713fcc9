//! What can be seen of a type before it is compiled: whether it has a structural schema.
//!
//! A structural schema is one object with its fields, or one scalar; it has no alternatives of
//! different shapes. `definition::define` finds the rest when the definition is made.

use std::collections::BTreeMap;

use quote::ToTokens as _;
use syn::spanned::Spanned as _;
use syn::{
    Attribute, Data, DataEnum, DeriveInput, Error, Fields, GenericArgument, Ident, LitStr,
    PathArguments, Result, Type, Variant,
};

/// Checks a type, its fields and its variants.
///
/// # Errors
/// Where something has no structural schema, with what to do instead.
pub(crate) fn check(input: &DeriveInput) -> Result<()> {
    let mut faults = Faults(None);
    match &input.data {
        Data::Struct(data) => faults.fields(&data.fields),
        Data::Enum(data) => {
            data.variants.iter().for_each(|variant| faults.fields(&variant.fields));
            faults.variants(data, &Tagging::of(&input.attrs)?);
        }
        Data::Union(union) => {
            faults.add(union.union_token.span(), "a union has no schema: make it an enum");
        }
    }
    faults.0.map_or(Ok(()), Err)
}

/// How serde tells the variants of an enum apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tagging {
    External,
    Internal,
    Adjacent,
    Untagged,
}

impl Tagging {
    fn of(attributes: &[Attribute]) -> Result<Self> {
        let (mut tag, mut content, mut untagged) = (false, false, false);
        each_serde(attributes, |name| match name {
            "tag" => tag = true,
            "content" => content = true,
            "untagged" => untagged = true,
            _ => {}
        })?;
        Ok(match (untagged, tag, content) {
            (true, _, _) => Self::Untagged,
            (_, true, true) => Self::Adjacent,
            (_, true, false) => Self::Internal,
            _ => Self::External,
        })
    }
}

/// Calls `see` with the name of every key of `#[serde(...)]`.
fn each_serde(attributes: &[Attribute], mut see: impl FnMut(&str)) -> Result<()> {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            if let Some(name) = meta.path.get_ident() {
                see(&name.to_string());
            }
            if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<LitStr>()?;
            } else if meta.input.peek(syn::token::Paren) {
                meta.parse_nested_meta(|inner| {
                    if inner.input.peek(syn::Token![=]) {
                        inner.value()?.parse::<LitStr>()?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Whether serde leaves a field or variant out, or handles it by other code.
fn is_foreign(attributes: &[Attribute]) -> bool {
    const KEYS: [&str; 5] = ["skip", "flatten", "with", "serialize_with", "deserialize_with"];
    let mut foreign = false;
    let parsed = each_serde(attributes, |name| foreign |= KEYS.contains(&name));
    let described = attributes.iter().any(|a| a.path().is_ident("schemars"));
    // What cannot be read is left to serde, which says so better.
    foreign || described || parsed.is_err()
}

/// Everything found, as one error.
struct Faults(Option<Error>);

impl Faults {
    fn add(&mut self, span: proc_macro2::Span, text: impl std::fmt::Display) {
        let fault = Error::new(span, text);
        match &mut self.0 {
            Some(faults) => faults.combine(fault),
            None => self.0 = Some(fault),
        }
    }

    fn fields(&mut self, fields: &Fields) {
        for field in fields.iter().filter(|field| !is_foreign(&field.attrs)) {
            self.of_type(&field.ty);
        }
    }

    fn of_type(&mut self, ty: &Type) {
        match ty {
            Type::Tuple(tuple) if !tuple.elems.is_empty() => self
                .add(tuple.span(), "a tuple has no structural schema: name its parts in a struct"),
            Type::Path(path) => {
                let Some(last) = path.path.segments.last() else { return };
                if last.ident == "u128" || last.ident == "i128" {
                    let text = format!(
                        "`{}` has no schema: JSON numbers have 64 bits at most; take `i64`, \
                         `Quantity`, or a `String`",
                        last.ident
                    );
                    self.add(last.ident.span(), text);
                }
                if let PathArguments::AngleBracketed(arguments) = &last.arguments {
                    for argument in &arguments.args {
                        if let GenericArgument::Type(ty) = argument {
                            self.of_type(ty);
                        }
                    }
                }
            }
            Type::Array(array) => self.of_type(&array.elem),
            Type::Reference(reference) => self.of_type(&reference.elem),
            _ => {}
        }
    }

    fn variants(&mut self, data: &DataEnum, tagging: &Tagging) {
        let variants: Vec<&Variant> =
            data.variants.iter().filter(|variant| !is_foreign(&variant.attrs)).collect();
        for variant in &variants {
            if let Fields::Unnamed(fields) = &variant.fields
                && fields.unnamed.len() > 1
            {
                self.add(
                    fields.span(),
                    format!(
                        "variant `{}` holds several values without names, which have no \
                         structural schema: name them, as in `{} {{ first: ..., second: ... }}`",
                        variant.ident, variant.ident
                    ),
                );
            }
        }
        match tagging {
            Tagging::External => self.external(&variants),
            Tagging::Internal => self.shared_fields(&variants),
            Tagging::Adjacent => {
                self.shared_fields(&variants);
                self.one_kind(&variants, "the content of the variants");
            }
            Tagging::Untagged => {
                self.shared_fields(&variants);
                self.untagged(&variants);
            }
        }
    }

    /// An externally tagged enum is a text, or an object of which one field is there.
    fn external(&mut self, variants: &[&Variant]) {
        let is_unit = |variant: &&&Variant| matches!(variant.fields, Fields::Unit);
        let unit = variants.iter().find(is_unit);
        let data = variants.iter().find(|variant| !is_unit(variant));
        if let (Some(unit), Some(data)) = (unit, data) {
            self.add(
                unit.span(),
                format!(
                    "`{}` would be a text and `{}` an object, which one structural schema cannot \
                     be: write `{} {{}}`, or tag the enum with `#[serde(tag = \"type\")]` and give \
                     names to all data, or make a struct with one optional field for each variant",
                    unit.ident, data.ident, unit.ident
                ),
            );
        }
    }

    /// Fields of one name in several variants become one field.
    fn shared_fields(&mut self, variants: &[&Variant]) {
        let mut known: BTreeMap<String, (&Ident, String)> = BTreeMap::new();
        for variant in variants {
            let Fields::Named(fields) = &variant.fields else { continue };
            for field in fields.named.iter().filter(|field| !is_foreign(&field.attrs)) {
                let Some(name) = &field.ident else { continue };
                // An optional field is the same field.
                let ty = inner_of(&field.ty, "Option").unwrap_or(&field.ty);
                let ty = ty.to_token_stream().to_string();
                match known.get(&name.to_string()) {
                    Some((first, other)) if *other != ty => self.add(
                        name.span(),
                        format!(
                            "`{name}` is `{other}` in variant `{first}` and `{ty}` in `{}`, but the \
                             variants share one schema: give one of them another name",
                            variant.ident
                        ),
                    ),
                    Some(_) => {}
                    None => {
                        known.insert(name.to_string(), (&variant.ident, ty));
                    }
                }
            }
        }
    }

    fn untagged(&mut self, variants: &[&Variant]) {
        for variant in variants {
            if matches!(variant.fields, Fields::Unit) {
                self.add(
                    variant.span(),
                    format!(
                        "`{}` of an untagged enum is `null`, which has no schema: leave it out and \
                         make the field an `Option`",
                        variant.ident
                    ),
                );
            }
        }
        self.one_kind(variants, "the variants of an untagged enum");
    }

    /// Variants without a tag of their own must be of one kind, or be numbers and texts.
    fn one_kind(&mut self, variants: &[&Variant], what: &str) {
        let mut known: Option<(&Ident, &'static str)> = None;
        for variant in variants {
            let Some(kind) = kind_of(&variant.fields) else { continue };
            match known {
                None => known = Some((&variant.ident, kind)),
                Some((_, first)) if first == kind => {}
                Some((_, first))
                    if what.contains("untagged")
                        && matches!((first, kind), ("integer", "string") | ("string", "integer")) => {}
                Some((other, first)) => self.add(
                    variant.span(),
                    format!(
                        "{what} share one schema, but `{other}` is of type {first} and `{}` of type \
                         {kind}: tag the enum with `#[serde(tag = \"type\")]` and give names to all \
                         data",
                        variant.ident
                    ),
                ),
            }
        }
    }
}

/// The type of schema that a variant's data surely has; `None` where that is not to be seen.
fn kind_of(fields: &Fields) -> Option<&'static str> {
    match fields {
        Fields::Named(_) => Some("object"),
        Fields::Unit => None,
        Fields::Unnamed(fields) => match fields.unnamed.first() {
            Some(field) if fields.unnamed.len() == 1 => kind_of_type(&field.ty),
            _ => None,
        },
    }
}

fn kind_of_type(ty: &Type) -> Option<&'static str> {
    if let Some(inner) = inner_of(ty, "Box") {
        return kind_of_type(inner);
    }
    let Type::Path(path) = ty else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    Some(match name.as_str() {
        "String" => "string",
        "bool" => "boolean",
        "f32" | "f64" => "number",
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => {
            "integer"
        }
        "Vec" | "VecDeque" | "BTreeSet" | "HashSet" => "array",
        "BTreeMap" | "HashMap" => "object",
        _ => return None,
    })
}

/// The type within `wrapper<...>`.
fn inner_of<'t>(ty: &'t Type, wrapper: &str) -> Option<&'t Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == wrapper)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Option<String> {
        let input = syn::parse_str::<DeriveInput>(text).expect("Rust");
        check(&input)
            .err()
            .map(|error| error.into_iter().map(|e| e.to_string()).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn what_has_a_structural_schema_passes() {
        for text in [
            "enum E { A, B }",
            "enum E { A(String), B { x: u8 } }",
            "enum E { A {}, B { x: u8 } }",
            "#[serde(tag = \"type\", rename_all = \"camelCase\")] enum E { A { x: u8 }, B { x: Option<u8> }, C }",
            "#[serde(tag = \"t\", content = \"c\")] enum E { A { x: u8 }, B { y: String }, C }",
            "#[serde(untagged)] enum E { A(i32), B(String) }",
            "#[serde(untagged)] enum E { A { x: u8 }, B(Other) }",
            "enum E { A(u8), #[serde(skip)] B }",
            "struct S { a: Vec<u64>, b: Option<Box<Inner>>, #[serde(with = \"my\")] c: u128 }",
            "struct S { #[schemars(with = \"String\")] c: (u8, u8) }",
            "struct S;",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn what_has_none_is_told_with_the_way_out() {
        for (text, want) in [
            ("struct S { a: u128 }", "`u128` has no schema"),
            ("struct S { a: Option<Vec<i128>> }", "`i128` has no schema"),
            ("struct S { a: Vec<(String, u8)> }", "name its parts in a struct"),
            ("enum E { A, B(String) }", "write `A {}`, or tag the enum"),
            ("enum E { A(u8, u8) }", "`A { first: ..., second: ... }`"),
            (
                "#[serde(tag = \"t\")] enum E { A { x: u8 }, B { x: String } }",
                "`x` is `u8` in variant `A` and `String` in `B`",
            ),
            (
                "#[serde(untagged)] enum E { A(bool), B(String) }",
                "`A` is of type boolean and `B` of type string: tag the enum",
            ),
            (
                "#[serde(untagged)] enum E { A { x: u8 }, B(Vec<u8>) }",
                "object and `B` of type array",
            ),
            ("#[serde(untagged)] enum E { A(u8), B }", "make the field an `Option`"),
            (
                "#[serde(tag = \"t\", content = \"c\")] enum E { A(u8), B(String) }",
                "the content of the variants share one schema",
            ),
            ("union U { a: u8 }", "make it an enum"),
        ] {
            let fault = fault(text).unwrap_or_else(|| panic!("{text} passes"));
            assert!(fault.contains(want), "{text}: {fault}");
        }
    }
}
