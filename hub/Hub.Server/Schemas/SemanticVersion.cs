using System.Globalization;

namespace Hub.Server.Schemas;

/// <summary>A version <c>major.minor.patch</c> (Semantic Versioning 2.0.0 §2), without pre-release parts.</summary>
public readonly record struct SemanticVersion(int Major, int Minor, int Patch) : IComparable<SemanticVersion>
{
    /// <exception cref="FormatException">It is not a version.</exception>
    public static SemanticVersion Parse(string text) => TryParse(text, out var version)
        ? version
        : throw new FormatException($"'{text}' is not a version of the form major.minor.patch.");

    public static bool TryParse(string text, out SemanticVersion version)
    {
        version = default;
        if (text.Split('.') is not [var major, var minor, var patch] || !Number(major, out var a) || !Number(minor, out var b) || !Number(patch, out var c))
        {
            return false;
        }

        version = new SemanticVersion(a, b, c);
        return true;
    }

    public int CompareTo(SemanticVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public static bool operator <(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
