//! Devices of `resource.k8s.io/v1beta1`, which nests otherwise than its successors.
//!
//! A request for exactly one kind of device has its fields in `exactly` later, and a device has
//! those that stood in `basic` itself.

use serde_json::{Map, Value};

/// Fields of a request that moved into `exactly`.
const EXACTLY: [&str; 7] = [
    "deviceClassName",
    "selectors",
    "allocationMode",
    "count",
    "adminAccess",
    "tolerations",
    "capacity",
];

/// The later form of a `v1beta1` object.
pub(super) fn from_v1beta1(object: &mut Value) {
    each(
        object,
        |request| {
            let exactly = take(request, |name| EXACTLY.contains(&name));
            // What is empty says nothing of the form of the request.
            if exactly.values().any(is_set) {
                request.insert("exactly".to_owned(), exactly.into());
            }
        },
        |device| {
            if let Some(Value::Object(basic)) = device.remove("basic") {
                device.extend(basic);
            }
        },
    );
}

/// The `v1beta1` form of a later object.
pub(super) fn to_v1beta1(object: &mut Value) {
    each(
        object,
        |request| {
            if let Some(Value::Object(exactly)) = request.remove("exactly") {
                request.extend(exactly);
            }
        },
        |device| {
            let basic = take(device, |name| name != "name");
            device.insert("basic".to_owned(), basic.into());
        },
    );
}

fn is_set(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Array(items) => !items.is_empty(),
        _ => true,
    }
}

fn take(members: &mut Map<String, Value>, wanted: impl Fn(&str) -> bool) -> Map<String, Value> {
    let all = std::mem::take(members);
    let (taken, left) = all.into_iter().partition(|(name, _)| wanted(name));
    *members = left;
    taken
}

/// Visits the requests of a claim or of a template, and the devices of a slice.
fn each(
    object: &mut Value,
    request: impl Fn(&mut Map<String, Value>),
    device: impl Fn(&mut Map<String, Value>),
) {
    for path in ["/spec/devices/requests", "/spec/spec/devices/requests"] {
        visit(object.pointer_mut(path), &request);
    }
    visit(object.pointer_mut("/spec/devices"), &device);
}

fn visit(list: Option<&mut Value>, change: impl Fn(&mut Map<String, Value>)) {
    let items = list.and_then(Value::as_array_mut).into_iter().flatten();
    items.filter_map(Value::as_object_mut).for_each(change);
}
