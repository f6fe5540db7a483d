using System.Globalization;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>The name of a property: a string, a symbol, or an array index (0 … 2³²−2), which is always stored as a number.</summary>
internal readonly struct PropertyKey : IEquatable<PropertyKey>
{
    public const uint MaxIndex = uint.MaxValue - 1;

    private PropertyKey(object? name, uint index)
    {
        Name = name;
        Index = index;
    }

    /// <summary>A string or a <see cref="JsSymbol"/>; null for an index.</summary>
    public object? Name { get; }

    public uint Index { get; }

    public bool IsIndex => Name is null;

    public bool IsSymbol => Name is JsSymbol;

    public string? Text => Name as string;

    public static PropertyKey FromIndex(uint index) => new(null, index);

    public static PropertyKey FromSymbol(JsSymbol symbol) => new(symbol, 0);

    /// <summary>A name known not to look like an index.</summary>
    public static PropertyKey FromName(string name) => new(name, 0);

    public static PropertyKey From(string text) => TryParseIndex(text, out var index) ? new(null, index) : new(text, 0);

    public static PropertyKey From(double number)
    {
        var index = (uint)number;
        return index == number && index <= MaxIndex ? new(null, index) : From(NumberText.Format(number));
    }

    public static implicit operator PropertyKey(string name) => FromName(name);

    public static implicit operator PropertyKey(JsSymbol symbol) => FromSymbol(symbol);

    public bool Equals(PropertyKey other) =>
        Index == other.Index && (ReferenceEquals(Name, other.Name) || (Name is string mine && other.Name is string others && mine == others));

    public override bool Equals(object? obj) => obj is PropertyKey other && Equals(other);

    public override int GetHashCode() => Name is null ? (int)Index : Name.GetHashCode();

    /// <summary>The key as a script sees it: a string or a symbol.</summary>
    public JsValue ToValue() => Name switch
    {
        null => Index.ToString(CultureInfo.InvariantCulture),
        JsSymbol symbol => symbol,
        var name => (string)name,
    };

    public override string ToString() => Name switch
    {
        null => Index.ToString(CultureInfo.InvariantCulture),
        var name => name.ToString() ?? string.Empty,
    };

    public static bool TryParseIndex(string text, out uint index)
    {
        index = 0;
        if (text.Length is 0 or > 10 || (text[0] == '0' && text.Length > 1))
        {
            return false;
        }

        ulong value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (uint)(c - '0');
        }

        index = (uint)value;
        return value <= MaxIndex;
    }
}
