using System.Globalization;

namespace Hub.Server;

/// <summary>A text that people see, in the product's two languages.</summary>
public sealed record LocalizedText(string Fr, string En)
{
    /// <summary>The text for a culture: English where it is asked for, French otherwise.</summary>
    public string For(CultureInfo culture) => culture.TwoLetterISOLanguageName == "en" ? En : Fr;
}
