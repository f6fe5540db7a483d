namespace Hub.Expressions.JavaScript.Values;

[Flags]
internal enum PropertyFlags : byte
{
    None = 0,
    Writable = 1,
    Enumerable = 2,
    Configurable = 4,

    /// <summary>What assignment creates.</summary>
    All = Writable | Enumerable | Configurable,

    /// <summary>What methods of the standard library have.</summary>
    Hidden = Writable | Configurable,
}

/// <summary>A getter and setter pair; either may be missing.</summary>
internal sealed record Accessor(JsFunction? Get, JsFunction? Set);

/// <summary>A property's value (or accessor) with its attributes.</summary>
internal readonly record struct Property(JsValue Value, PropertyFlags Flags)
{
    public bool IsAccessor => Value.Kind == JsKind.Accessor;

    public bool Writable => (Flags & PropertyFlags.Writable) != 0;

    public bool Enumerable => (Flags & PropertyFlags.Enumerable) != 0;

    public bool Configurable => (Flags & PropertyFlags.Configurable) != 0;
}

/// <summary>A partial property as given to <c>Object.defineProperty</c>: absent fields keep what was there.</summary>
internal readonly record struct PropertyChange(JsValue? Value, JsValue? Get, JsValue? Set, bool? Writable, bool? Enumerable, bool? Configurable)
{
    public bool IsAccessor => Get is not null || Set is not null;

    public bool IsData => Value is not null || Writable is not null;

    public static PropertyChange Full(JsValue value, PropertyFlags flags) =>
        new(value, null, null, (flags & PropertyFlags.Writable) != 0, (flags & PropertyFlags.Enumerable) != 0, (flags & PropertyFlags.Configurable) != 0);
}
