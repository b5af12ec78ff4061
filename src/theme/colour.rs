//! Colours as numbers: contrast after WCAG 2.2, lightness and hue in OKLCH, and an organisation's
//! accent with every colour that the theme derives from it. Knows no style sheet.

/// What WCAG 2.2 asks of text: <https://www.w3.org/TR/WCAG22/#contrast-minimum>.
pub const LEAST_CONTRAST: f64 = 4.5;

/// The lightness of the washes behind text in the accent, the farthest from white and from black
/// that a theme's background may be; the default theme's paper is lighter, and darker.
const WASH: [f64; 2] = [0.955, 0.28];

/// A colour of sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// The light and the dark scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark text on light paper.
    Light,
    /// Light text on dark paper.
    Dark,
}

/// An accent that can be read in both schemes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    light: Colour,
    dark: Colour,
}

impl Colour {
    /// Reads `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#').filter(|digits| digits.is_ascii())?;
        let channel = |at: usize| match digits.len() {
            3 => u8::from_str_radix(&digits[at..=at], 16).ok().map(|value| value * 17),
            6 => u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).ok(),
            _ => None,
        };
        Some(Self([channel(0)?, channel(1)?, channel(2)?]))
    }

    /// `#rrggbb`
    pub fn hex(self) -> String {
        let Self([r, g, b]) = self;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Source: <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>.
    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Source: <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance() + 0.05, other.luminance() + 0.05);
        one.max(two) / one.min(two)
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// Lightness, chroma and hue (in radians) in OKLCH.
    /// Source: Björn Ottosson, "A perceptual color space for image processing", 2020.
    fn oklch(self) -> [f64; 3] {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        [lightness, a.hypot(b), b.atan2(a)]
    }

    /// The colour in OKLCH, with as much of its chroma as a screen can show.
    fn from_oklch([lightness, chroma, hue]: [f64; 3]) -> Self {
        let is_shown =
            |chroma: f64| linear_of(lightness, chroma, hue).iter().all(|value| (-0.000_1..=1.000_1).contains(value));
        let mut shown = chroma;
        if !is_shown(chroma) {
            let (mut low, mut high) = (0.0, chroma);
            for _ in 0..24 {
                shown = f64::midpoint(low, high);
                if is_shown(shown) { low = shown } else { high = shown }
            }
            shown = low;
        }
        Self(linear_of(lightness, shown, hue).map(|value| {
            let value = value.clamp(0.0, 1.0);
            let encoded = if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
            nearest_byte(encoded * 255.0)
        }))
    }

    fn with(self, lightness: impl Fn(f64) -> f64, most_chroma: f64) -> Self {
        let [own, chroma, hue] = self.oklch();
        Self::from_oklch([lightness(own), chroma.min(most_chroma), hue])
    }

    /// The background of text in this colour.
    fn wash(self, scheme: Scheme) -> Self {
        match scheme {
            Scheme::Light => self.with(|_| WASH[0], 0.016),
            Scheme::Dark => self.with(|_| WASH[1], 0.028),
        }
    }

    /// How well text in this colour can be read in the scheme.
    pub fn legibility(self, scheme: Scheme) -> f64 {
        self.contrast(self.wash(scheme))
    }

    /// The colour of the same hue that is nearest to this one and can be read in the scheme.
    pub fn legible(self, scheme: Scheme) -> Self {
        if self.legibility(scheme) >= LEAST_CONTRAST {
            return self;
        }
        let [lightness, chroma, hue] = self.oklch();
        let (mut near, mut far) = (lightness, if scheme == Scheme::Light { 0.0 } else { 1.0 });
        for _ in 0..24 {
            let middle = f64::midpoint(near, far);
            let is_legible = Self::from_oklch([middle, chroma, hue]).legibility(scheme) >= LEAST_CONTRAST;
            if is_legible { far = middle } else { near = middle }
        }
        Self::from_oklch([far, chroma, hue])
    }
}

fn linear_of(lightness: f64, chroma: f64, hue: f64) -> [f64; 3] {
    let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
}

fn nearest_byte(value: f64) -> u8 {
    (0..=u8::MAX).find(|byte| f64::from(*byte) + 0.5 >= value).unwrap_or(u8::MAX)
}

impl Accent {
    /// An accent for both schemes; the dark scheme's is made from the light one's when it is not
    /// given. A colour that cannot be read is returned with its scheme.
    ///
    /// # Errors
    /// Fails when text in one of the colours cannot be read.
    pub fn new(light: Colour, dark: Option<Colour>) -> Result<Self, (Colour, Scheme)> {
        let dark = dark.unwrap_or_else(|| light.with(|own| own.max(0.8), 0.1).legible(Scheme::Dark));
        let given = [(light, Scheme::Light), (dark, Scheme::Dark)];
        match given.into_iter().find(|(colour, scheme)| colour.legibility(*scheme) < LEAST_CONTRAST) {
            Some(illegible) => Err(illegible),
            None => Ok(Self { light, dark }),
        }
    }

    /// The tokens that themes use, for the end of their style sheet.
    pub fn style(self) -> String {
        let Self { light, dark } = self;
        let token = |name: &str, light: Colour, dark: Colour| {
            format!("--accent{name}: light-dark({}, {});", light.hex(), dark.hex())
        };
        let line = [light.with(|_| 0.78, 0.07), dark.with(|_| 0.5, 0.07)];
        format!(
            ":root {{ --accent: {}; {} {} {} }}\n",
            light.hex(),
            token("-ink", light, dark),
            token("-wash", light.wash(Scheme::Light), dark.wash(Scheme::Dark)),
            token("-line", line[0], line[1]),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((colour("#000").contrast(colour("#fff")) - 21.0).abs() < 1e-9);
        // The grey that is famous for passing by a hair on white, and the one that does not.
        assert!(colour("#767676").contrast(colour("#ffffff")) >= 4.5);
        assert!(colour("#777777").contrast(colour("#ffffff")) < 4.5);
    }

    #[test]
    fn a_colour_survives_the_way_to_oklch_and_back() {
        for text in ["#000000", "#ffffff", "#17665a", "#ff0000", "#00ff00", "#0000ff", "#7a3e9d", "#f6c945"] {
            assert_eq!(Colour::from_oklch(colour(text).oklch()).hex(), text);
        }
    }

    #[test]
    fn every_colour_has_a_legible_neighbour_and_legible_tokens() {
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    let colour = Colour([red, green, blue]);
                    for scheme in [Scheme::Light, Scheme::Dark] {
                        let legible = colour.legible(scheme);
                        assert!(legible.legibility(scheme) >= LEAST_CONTRAST, "{colour:?} {legible:?}");
                        assert_eq!(legible.legible(scheme), legible);
                    }
                    assert!(Accent::new(colour.legible(Scheme::Light), None).is_ok(), "{colour:?}");
                }
            }
        }
    }

    #[test]
    fn the_tokens_of_an_accent_are_colours() {
        let style = Accent::new(colour("#7a3e9d"), None).unwrap().style();
        assert_eq!(
            style,
            ":root { --accent: #7a3e9d; --accent-ink: light-dark(#7a3e9d, #d3aced); --accent-wash: light-dark(#f4edf8, #2d2533); --accent-line: light-dark(#c6abd9, #705881); }\n"
        );
    }
}
