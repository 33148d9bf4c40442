//! Opaque sRGB colours and their contrast.

/// An opaque colour, each part from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Color {
    red: f64,
    green: f64,
    blue: f64,
}

impl Color {
    /// Reads `#rgb`, `#rrggbb`, `rgb(1 2 3)`, `rgb(1, 2, 3)`, `hsl(210 50% 40%)` or `hsl(210, 50%, 40%)`. Transparent
    /// colours are not read, because their contrast depends on what is behind them; names are not, for brevity.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > 40 {
            return None;
        }
        if let Some(digits) = text.strip_prefix('#') {
            return Self::from_hex(digits);
        }
        let (name, rest) = text.split_once('(')?;
        let parts = parts(rest.strip_suffix(')')?)?;
        match name {
            "rgb" => Self::from_rgb(parts),
            "hsl" => Self::from_hsl(parts),
            _ => None,
        }
    }

    /// The contrast ratio of WCAG 2.2, from 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn from_hex(digits: &str) -> Option<Self> {
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let part = |from: usize, len: usize| {
            let value = u8::from_str_radix(digits.get(from..from + len)?, 16).ok()?;
            Some(f64::from(if len == 1 { value * 17 } else { value }) / 255.0)
        };
        let len = match digits.len() {
            3 => 1,
            6 => 2,
            _ => return None,
        };
        Some(Self { red: part(0, len)?, green: part(len, len)?, blue: part(2 * len, len)? })
    }

    fn from_rgb(parts: [&str; 3]) -> Option<Self> {
        let [red, green, blue] = parts.map(|part| number(part, 255.0).map(|value| value / 255.0));
        Some(Self { red: red?, green: green?, blue: blue? })
    }

    fn from_hsl([hue, saturation, lightness]: [&str; 3]) -> Option<Self> {
        let hue = number(hue.strip_suffix("deg").unwrap_or(hue), 360.0)?;
        let saturation = number(saturation.strip_suffix('%')?, 100.0)? / 100.0;
        let lightness = number(lightness.strip_suffix('%')?, 100.0)? / 100.0;
        let amplitude = saturation * lightness.min(1.0 - lightness);
        let part = |offset: f64| {
            let turn = (offset + hue / 30.0) % 12.0;
            lightness - amplitude * (turn - 3.0).min(9.0 - turn).clamp(-1.0, 1.0)
        };
        Some(Self { red: part(0.0), green: part(8.0), blue: part(4.0) })
    }

    fn luminance(self) -> f64 {
        let linear = |part: f64| if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

/// Three parts, separated by commas or by spaces.
fn parts(inside: &str) -> Option<[&str; 3]> {
    let parts: Vec<&str> = if inside.contains(',') {
        inside.split(',').map(str::trim).collect()
    } else {
        inside.split_ascii_whitespace().collect()
    };
    parts.try_into().ok()
}

fn number(text: &str, most: f64) -> Option<f64> {
    let is_plain = !text.is_empty() && text.len() <= 8 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    text.parse::<f64>().ok().filter(|value| is_plain && *value <= most)
}
