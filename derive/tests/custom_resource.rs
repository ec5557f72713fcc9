//! A Rust struct becomes a kind and its definition.

use std::collections::BTreeMap;

use bowline_apimachinery::codec::{MediaType, json};
use bowline_apimachinery::resource::{Kind as _, Object as _, Resource as _};
use bowline_derive::CustomResource;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

mod facade {
    pub(crate) use bowline_api as api;
    pub(crate) use bowline_apimachinery as apimachinery;
}

#[derive(CustomResource, Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[resource(group = "example.com", version = "v1alpha1", kind = "Proxy", status = ProxyStatus)]
#[resource(short_name = "px", category = "all", selectable = ".spec.mode")]
#[resource(scale(spec = ".spec.replicas", status = ".status.replicas"))]
#[resource(column(name = "Mode", type = "string", path = ".spec.mode", priority = 1))]
#[resource(crate = crate::facade)]
#[serde(rename_all = "camelCase")]
struct ProxySpec {
    replicas: u32,
    mode: Mode,
    max_age: Option<i64>,
    #[serde(default)]
    limits: BTreeMap<String, String>,
    #[serde(default)]
    backends: Vec<Backend>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
enum Mode {
    /// One documented variant makes the schema a list of constants.
    Fast,
    Safe,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
struct Backend {
    host: String,
    weight: f64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
struct ProxyStatus {
    replicas: i32,
}

#[test]
fn the_kind_knows_where_it_lives() {
    assert_eq!(
        Proxy::api_resource().path("team"),
        "/apis/example.com/v1alpha1/namespaces/team/proxies"
    );
    assert_eq!(Proxy::api_version(), "example.com/v1alpha1");
}

#[test]
fn objects_survive_the_wire() {
    let spec = ProxySpec {
        replicas: 2,
        mode: Mode::Safe,
        max_age: None,
        limits: BTreeMap::new(),
        backends: Vec::new(),
    };
    let proxy = Proxy::new("edge", spec);
    let bytes = proxy.encode(MediaType::Json).unwrap();
    let value: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(value["kind"], "Proxy");
    assert_eq!(value["apiVersion"], "example.com/v1alpha1");
    assert_eq!(value["metadata"], json!({"name": "edge"}));
    let back = Proxy::decode(&bytes, MediaType::Json).unwrap();
    assert_eq!(back.name(), "edge");
    assert_eq!(back.spec.replicas, 2);
    assert!(proxy.encode(MediaType::Protobuf).is_err());
}

#[test]
fn the_definition_is_structural() {
    let crd = Proxy::crd().unwrap();
    let value = json::to_value(&crd, None).unwrap();
    assert_eq!(value["metadata"]["name"], "proxies.example.com");
    let version = &value["spec"]["versions"][0];
    assert_eq!(version["additionalPrinterColumns"][0]["jsonPath"], ".spec.mode");
    assert_eq!(version["subresources"]["scale"]["specReplicasPath"], ".spec.replicas");
    assert_eq!(version["subresources"]["status"], json!({}));
    assert_eq!(version["selectableFields"], json!([{"jsonPath": ".spec.mode"}]));
    let spec = &version["schema"]["openAPIV3Schema"]["properties"]["spec"];
    let mode = &spec["properties"]["mode"];
    let mut known: Vec<&str> =
        mode["enum"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    known.sort_unstable();
    assert_eq!((&mode["type"], known), (&json!("string"), vec!["Fast", "Safe"]));
    assert_eq!(spec["properties"]["replicas"], json!({"type": "integer", "minimum": 0}));
    let age = json!({"type": "integer", "format": "int64", "nullable": true});
    assert_eq!(spec["properties"]["maxAge"], age);
    let limits = &spec["properties"]["limits"]["additionalProperties"];
    assert_eq!(limits, &json!({"type": "string"}));
    assert_eq!(spec["required"], json!(["replicas", "mode"]));
}
