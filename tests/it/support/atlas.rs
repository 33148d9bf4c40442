//! Writes small tables of addresses in MaxMind's format (MaxMind DB File Format Specification 2.0), of places that a test
//! makes up.

use ipnet::IpNet;

/// A value of the data section.
pub(crate) enum Value {
    /// A text of less than 285 bytes.
    Text(&'static str),
    /// A number of 64 bits with a fraction.
    Double(f64),
    /// A whole number of 16 bits.
    Short(u16),
    /// A whole number of 32 bits.
    Number(u32),
    /// A whole number of 64 bits.
    Long(u64),
    /// Values by name; less than 29.
    Map(Vec<(&'static str, Value)>),
    /// Values in order; less than 29.
    List(Vec<Value>),
}

impl Value {
    fn write(&self, out: &mut Vec<u8>) {
        let mut head = |kind: u8, size: usize| {
            let (small, rest) = if size < 29 { (size, None) } else { (29, Some(size - 29)) };
            let small = u8::try_from(small).unwrap();
            if kind < 8 {
                out.push(kind << 5 | small);
            } else {
                out.extend([small, kind - 7]);
            }
            out.extend(rest.map(|rest| u8::try_from(rest).unwrap()));
        };
        match self {
            Self::Text(text) => {
                head(2, text.len());
                out.extend(text.bytes());
            }
            Self::Double(number) => {
                head(3, 8);
                out.extend(number.to_be_bytes());
            }
            Self::Short(number) => {
                head(5, 2);
                out.extend(number.to_be_bytes());
            }
            Self::Number(number) => {
                head(6, 4);
                out.extend(number.to_be_bytes());
            }
            Self::Long(number) => {
                head(9, 8);
                out.extend(number.to_be_bytes());
            }
            Self::Map(entries) => {
                head(7, entries.len());
                for (name, value) in entries {
                    Self::Text(name).write(out);
                    value.write(out);
                }
            }
            Self::List(values) => {
                head(11, values.len());
                for value in values {
                    value.write(out);
                }
            }
        }
    }
}

/// A record of a city.
pub(crate) fn city(country: &'static str, name: &'static str, latitude: f64, longitude: f64) -> Value {
    Value::Map(vec![
        ("city", Value::Map(vec![("names", Value::Map(vec![("en", Value::Text(name))]))])),
        ("country", Value::Map(vec![("iso_code", Value::Text(country))])),
        ("location", Value::Map(vec![("latitude", Value::Double(latitude)), ("longitude", Value::Double(longitude))])),
    ])
}

/// A record of a network's operator.
pub(crate) fn operator(number: u32) -> Value {
    Value::Map(vec![("autonomous_system_number", Value::Number(number))])
}

/// A table with these records, none of whose networks is inside another.
pub(crate) fn table(records: &[(&str, Value)]) -> Vec<u8> {
    const NOWHERE: usize = usize::MAX;
    let (mut nodes, mut data) = (vec![[NOWHERE; 2]], Vec::new());
    let mut leaves = Vec::new();
    for (network, value) in records {
        let offset = data.len();
        value.write(&mut data);
        // IPv4 addresses are the last 32 bits of IPv6 ones with 96 zeros before them.
        let (bits, length) = match network.parse::<IpNet>().unwrap() {
            IpNet::V4(network) => (u128::from(u32::from(network.network())), 96 + network.prefix_len()),
            IpNet::V6(network) => (u128::from(network.network()), network.prefix_len()),
        };
        let mut node = 0;
        for depth in 0..length {
            let side = usize::from(bits >> (127 - depth) & 1 == 1);
            if depth + 1 == length {
                leaves.push((node, side, offset));
            } else if nodes[node][side] == NOWHERE {
                nodes.push([NOWHERE; 2]);
                nodes[node][side] = nodes.len() - 1;
                node = nodes.len() - 1;
            } else {
                node = nodes[node][side];
            }
        }
    }
    let count = nodes.len();
    for (node, side, offset) in leaves {
        nodes[node][side] = count + 16 + offset;
    }
    let record = |value: usize| u32::try_from(if value == NOWHERE { count } else { value }).unwrap().to_be_bytes();
    let mut file: Vec<u8> = nodes.iter().flatten().flat_map(|value| record(*value)).collect();
    file.extend([0; 16]);
    file.extend(data);
    file.extend(b"\xab\xcd\xefMaxMind.com");
    metadata(u32::try_from(count).unwrap()).write(&mut file);
    file
}

fn metadata(count: u32) -> Value {
    Value::Map(vec![
        ("binary_format_major_version", Value::Short(2)),
        ("binary_format_minor_version", Value::Short(0)),
        ("build_epoch", Value::Long(1_800_000_000)),
        ("database_type", Value::Text("Test-City")),
        ("description", Value::Map(vec![("en", Value::Text("Places of a test"))])),
        ("ip_version", Value::Short(6)),
        ("languages", Value::List(vec![Value::Text("en")])),
        ("node_count", Value::Number(count)),
        ("record_size", Value::Short(32)),
    ])
}
