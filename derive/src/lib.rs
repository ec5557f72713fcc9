//! Derive macros: a Rust struct becomes a Kubernetes custom resource.

mod attributes;
mod custom_resource;
mod structural;

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
/// Enums may carry data if every variant is a struct. What has no structural schema is an error of
/// the compiler that tells the way out, as far as the spec itself shows it; other types show it by
/// [`Structural`], and what no macro can see is an error of `crd()`.
///
/// The spec must be `Clone + Debug + serde::Serialize + serde::Deserialize + schemars::JsonSchema`.
#[proc_macro_derive(CustomResource, attributes(resource))]
pub fn custom_resource(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    let checked = structural::check(&input).and_then(|()| custom_resource::expand(&input));
    checked.unwrap_or_else(|e| e.to_compile_error()).into()
}

/// Refuses to compile a type that has no structural schema, and tells the way out.
///
/// It makes nothing; put it on the structs and enums within a spec, which
/// [`CustomResource`] does not see.
///
/// ```
/// use bowline_derive::Structural;
///
/// #[derive(Structural)]
/// #[serde(tag = "type")]
/// enum Strategy {
///     Fixed { replicas: u32 },
///     Scaled { min: u32, max: u32 },
///     Off,
/// }
/// ```
///
/// An enum whose variants are a text and an object:
///
/// ```compile_fail
/// # use bowline_derive::Structural;
/// #[derive(Structural)]
/// enum Strategy {
///     Off,
///     Scaled { min: u32, max: u32 },
/// }
/// ```
///
/// Variants without a tag that are of several types:
///
/// ```compile_fail
/// # use bowline_derive::Structural;
/// #[derive(Structural)]
/// #[serde(untagged)]
/// enum Limit {
///     Unlimited(bool),
///     Most(String),
/// }
/// ```
///
/// Numbers that JSON does not carry:
///
/// ```compile_fail
/// # use bowline_derive::Structural;
/// #[derive(Structural)]
/// struct Size {
///     bytes: u128,
/// }
/// ```
#[proc_macro_derive(Structural, attributes(serde, schemars))]
pub fn structural(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as syn::DeriveInput);
    structural::check(&input).map_or_else(|e| e.to_compile_error().into(), |()| TokenStream::new())
}
