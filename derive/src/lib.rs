//! Derive macros: a Rust struct becomes a Kubernetes custom resource.

mod attributes;
mod custom_resource;

use proc_macro::TokenStream;

/// Turns the spec of a custom kind into the kind.
///
/// On `struct WidgetSpec` with `#[resource(group = "example.com", version = "v1", kind = "Widget")]`
/// it makes a struct `Widget { metadata, spec, status }` that every client, informer and
/// controller takes, and `Widget::crd()`, its definition for the API server.
///
/// Keys of `resource`: `group`, `version`, `kind` (all three needed), `plural`, `singular`,
/// `short_name` and `category` (repeatable), `cluster` (a flag; namespaced otherwise),
/// `status = Type`, `scale(spec = ".spec.replicas", status = ".status.replicas", selector = "...")`,
/// `column(name = "...", type = "...", path = "...", priority = 1)` and
/// `selectable = ".spec.field"` (both repeatable),
/// `rule(rule = "self.spec.min <= self.spec.max", message = "...")` (repeatable; also
/// `message_expression`, `reason`, `field_path`), `crate = path` where the facade has another name.
///
/// For one of several versions, put together by `definition::merge`: `storage = false`,
/// `served = false`, `deprecated` or `deprecated = "warning"`, and `hub = Type`, which converts to
/// and from that version by the `From` implementations between the specs (and the statuses).
///
/// Fields, however deep, say the rest through `schemars` and `serde`: list types and rules by
/// `#[schemars(extend(...))]`, bounds by `#[schemars(range(...))]`, defaults by `#[serde(default)]`.
/// Enums may carry data if every variant is a struct; where an enum has no structural schema,
/// `crd()` says where and what to do instead.
///
/// The spec must be `Clone + Debug + serde::Serialize + serde::Deserialize + schemars::JsonSchema`.
#[proc_macro_derive(CustomResource, attributes(resource))]
pub fn custom_resource(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    custom_resource::expand(&input).unwrap_or_else(|e| e.to_compile_error()).into()
}
