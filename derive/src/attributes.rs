//! The keys of `#[resource(...)]`.

use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned as _;
use syn::{DeriveInput, Ident, LitBool, LitInt, LitStr, Path, Result, Type};

/// What the attributes say.
pub(crate) struct Attributes {
    pub(crate) group: String,
    pub(crate) version: String,
    pub(crate) kind: Ident,
    pub(crate) plural: String,
    pub(crate) singular: String,
    pub(crate) short_names: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) cluster: bool,
    pub(crate) status: Option<Type>,
    pub(crate) scale: Option<Scale>,
    pub(crate) columns: Vec<Column>,
    pub(crate) selectable: Vec<String>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) served: bool,
    pub(crate) storage: bool,
    pub(crate) deprecated: Option<String>,
    pub(crate) hub: Option<Type>,
    pub(crate) krate: Path,
}

#[derive(Default)]
pub(crate) struct Scale {
    pub(crate) spec: String,
    pub(crate) status: String,
    pub(crate) selector: String,
}

#[derive(Default)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) ty: String,
    pub(crate) path: String,
    pub(crate) priority: i32,
    pub(crate) description: String,
}

#[derive(Default)]
pub(crate) struct Rule {
    pub(crate) rule: String,
    pub(crate) message: String,
    pub(crate) message_expression: String,
    pub(crate) reason: String,
    pub(crate) field_path: String,
}

impl Attributes {
    pub(crate) fn parse(input: &DeriveInput) -> Result<Self> {
        let mut group = None;
        let mut version = None;
        let mut kind = None;
        let mut plural = None;
        let mut singular = None;
        let mut out = Self {
            group: String::new(),
            version: String::new(),
            kind: input.ident.clone(),
            plural: String::new(),
            singular: String::new(),
            short_names: Vec::new(),
            categories: Vec::new(),
            cluster: false,
            status: None,
            scale: None,
            columns: Vec::new(),
            selectable: Vec::new(),
            rules: Vec::new(),
            served: true,
            storage: true,
            deprecated: None,
            hub: None,
            krate: syn::parse_quote!(::bowline),
        };
        for attribute in input.attrs.iter().filter(|a| a.path().is_ident("resource")) {
            attribute.parse_nested_meta(|meta| {
                let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                match key.as_str() {
                    "group" => group = Some(text(&meta)?),
                    "version" => version = Some(text(&meta)?),
                    "kind" => kind = Some(meta.value()?.parse::<LitStr>()?.parse::<Ident>()?),
                    "plural" => plural = Some(text(&meta)?),
                    "singular" => singular = Some(text(&meta)?),
                    "short_name" => out.short_names.push(text(&meta)?),
                    "category" => out.categories.push(text(&meta)?),
                    "cluster" => out.cluster = true,
                    "status" => out.status = Some(meta.value()?.parse()?),
                    "selectable" => out.selectable.push(text(&meta)?),
                    "rule" => out.rules.push(rule(&meta)?),
                    "served" => out.served = meta.value()?.parse::<LitBool>()?.value,
                    "storage" => out.storage = meta.value()?.parse::<LitBool>()?.value,
                    // A flag, or the words of the warning.
                    "deprecated" if meta.input.peek(syn::Token![=]) => {
                        out.deprecated = Some(text(&meta)?);
                    }
                    "deprecated" => out.deprecated = Some(String::new()),
                    "hub" => out.hub = Some(meta.value()?.parse()?),
                    "crate" => out.krate = meta.value()?.parse()?,
                    "scale" => out.scale = Some(scale(&meta)?),
                    "column" => out.columns.push(column(&meta)?),
                    _ => return Err(meta.error(format!("unknown key `{key}` of `resource`"))),
                }
                Ok(())
            })?;
        }
        let need = |value: Option<String>, key: &str| {
            value.ok_or_else(|| {
                syn::Error::new(input.span(), format!("`#[resource({key} = \"...\")]` is missing"))
            })
        };
        out.group = need(group, "group")?;
        out.version = need(version, "version")?;
        out.kind = kind.ok_or_else(|| {
            syn::Error::new(input.span(), "`#[resource(kind = \"...\")]` is missing")
        })?;
        if out.kind == input.ident {
            let fault = "the kind is a struct of its own: give the spec another name";
            return Err(syn::Error::new(out.kind.span(), fault));
        }
        out.singular = singular.unwrap_or_else(|| out.kind.to_string().to_lowercase());
        out.plural = plural.unwrap_or_else(|| plural_of(&out.singular));
        Ok(out)
    }
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<String> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}

fn scale(meta: &ParseNestedMeta<'_>) -> Result<Scale> {
    let mut out = Scale::default();
    meta.parse_nested_meta(|inner| {
        let slot = match inner.path.get_ident().map(ToString::to_string).as_deref() {
            Some("spec") => &mut out.spec,
            Some("status") => &mut out.status,
            Some("selector") => &mut out.selector,
            _ => return Err(inner.error("`scale` knows `spec`, `status` and `selector`")),
        };
        *slot = text(&inner)?;
        Ok(())
    })?;
    if out.spec.is_empty() || out.status.is_empty() {
        return Err(meta.error("`scale` needs `spec` and `status`"));
    }
    Ok(out)
}

fn rule(meta: &ParseNestedMeta<'_>) -> Result<Rule> {
    let mut out = Rule::default();
    meta.parse_nested_meta(|inner| {
        let slot = match inner.path.get_ident().map(ToString::to_string).as_deref() {
            Some("rule") => &mut out.rule,
            Some("message") => &mut out.message,
            Some("message_expression") => &mut out.message_expression,
            Some("reason") => &mut out.reason,
            Some("field_path") => &mut out.field_path,
            _ => {
                let known = "`rule` knows `rule`, `message`, `message_expression`, `reason` and \
                             `field_path`";
                return Err(inner.error(known));
            }
        };
        *slot = text(&inner)?;
        Ok(())
    })?;
    if out.rule.is_empty() {
        return Err(meta.error("`rule` needs `rule`, an expression in CEL"));
    }
    Ok(out)
}

fn column(meta: &ParseNestedMeta<'_>) -> Result<Column> {
    let mut out = Column::default();
    meta.parse_nested_meta(|inner| {
        match inner.path.get_ident().map(ToString::to_string).as_deref() {
            Some("name") => out.name = text(&inner)?,
            Some("type") => out.ty = text(&inner)?,
            Some("path") => out.path = text(&inner)?,
            Some("description") => out.description = text(&inner)?,
            Some("priority") => out.priority = inner.value()?.parse::<LitInt>()?.base10_parse()?,
            _ => {
                let known = "`column` knows `name`, `type`, `path`, `priority` and `description`";
                return Err(inner.error(known));
            }
        }
        Ok(())
    })?;
    if out.name.is_empty() || out.path.is_empty() || out.ty.is_empty() {
        return Err(meta.error("`column` needs `name`, `type` and `path`"));
    }
    Ok(out)
}

/// English plural, well enough for names: `proxy` -> `proxies`, `class` -> `classes`.
fn plural_of(singular: &str) -> String {
    let ends = |suffixes: &[&str]| suffixes.iter().any(|s| singular.ends_with(s));
    if ends(&["s", "x", "z", "ch", "sh"]) {
        return format!("{singular}es");
    }
    match singular.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{singular}s"),
    }
}
