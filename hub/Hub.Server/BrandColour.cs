using System.Globalization;

namespace Hub.Server;

/// <summary>The local authority's colour, as it stands behind white text on the designer's pages (sRGB).</summary>
public readonly record struct BrandColour(byte Red, byte Green, byte Blue)
{
    /// <summary>The least contrast of text with what is behind it (WCAG 2.1, 1.4.3, level AA; RGAA 3.2.1).</summary>
    public const double LeastContrast = 4.5;

    public static BrandColour Default { get; } = new(0x1d, 0x4e, 0x89);

    /// <summary>The contrast of white text on this colour, from 1 to 21.</summary>
    public double ContrastWithWhite => 1.05 / (Luminance + 0.05);

    // Relative luminance as WCAG 2.1 defines it.
    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    /// <summary>Reads <c>#rrggbb</c>; null when it is something else.</summary>
    public static BrandColour? Parse(string text) =>
        text.Length == 7 && text[0] == '#' && uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new BrandColour((byte)(value >> 16), (byte)(value >> 8), (byte)value)
            : null;

    /// <summary>This colour, or the first darker one of the same hue on which white text can be read.</summary>
    public BrandColour Readable()
    {
        var colour = this;
        for (var share = 0.99; colour.ContrastWithWhite < LeastContrast; share -= 0.01)
        {
            colour = Share(share);
        }

        return colour;
    }

    /// <summary>Darkened to a share of its light, from 0 (black) to 1 (itself).</summary>
    public BrandColour Share(double share) => new((byte)(Red * share), (byte)(Green * share), (byte)(Blue * share));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private static double Linear(byte channel)
    {
        var value = channel / 255d;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
