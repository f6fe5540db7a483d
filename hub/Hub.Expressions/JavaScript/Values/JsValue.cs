using System.Runtime.CompilerServices;

namespace Hub.Expressions.JavaScript.Values;

internal enum JsKind : byte
{
    Undefined,
    Null,
    Boolean,
    Number,
    String,
    Symbol,
    Object,

    /// <summary>No value: a hole in an array, a binding before its declaration ran, a global not yet asked for.</summary>
    Empty,

    /// <summary>A getter and setter pair in a property slot; scripts never see it.</summary>
    Accessor,
}

/// <summary>A value of the language in 16 bytes. The reference marks numbers or holds the string, symbol or object; the number's bits hold the kind of all the rest.</summary>
internal readonly struct JsValue
{
    private static readonly object NumberMark = new();

    private readonly object? reference;
    private readonly double number;

    private JsValue(object? reference, double number)
    {
        this.reference = reference;
        this.number = number;
    }

    private JsValue(object? reference, JsKind kind, long payload = 0)
    {
        this.reference = reference;
        number = BitConverter.Int64BitsToDouble((payload << 8) | (long)kind);
    }

    public static JsValue Undefined => default;

    public static JsValue Null => new(null, JsKind.Null);

    public static JsValue True => new(null, JsKind.Boolean, 1);

    public static JsValue False => new(null, JsKind.Boolean);

    public static JsValue Empty => new(null, JsKind.Empty);

    public static JsValue NaN => new(NumberMark, double.NaN);

    public static JsValue EmptyString => new(string.Empty, JsKind.String);

    public JsKind Kind => ReferenceEquals(reference, NumberMark) ? JsKind.Number : (JsKind)(byte)BitConverter.DoubleToInt64Bits(number);

    public bool IsUndefined => reference is null && Kind == JsKind.Undefined;

    public bool IsNull => reference is null && Kind == JsKind.Null;

    public bool IsNullish => reference is null && Kind <= JsKind.Null;

    public bool IsEmpty => reference is null && Kind == JsKind.Empty;

    public bool IsNumber => ReferenceEquals(reference, NumberMark);

    public bool IsString => Kind == JsKind.String;

    public bool IsBoolean => Kind == JsKind.Boolean;

    public bool IsSymbol => Kind == JsKind.Symbol;

    public bool IsObject => Kind == JsKind.Object;

    public bool IsTrue => Kind == JsKind.Boolean && BitConverter.DoubleToInt64Bits(number) >> 8 != 0;

    /// <summary>The number; only for numbers.</summary>
    public double AsNumber => number;

    /// <summary>The text; only for strings. A joined string is flattened once.</summary>
    public string AsString => reference as string ?? Unsafe.As<JoinedString>(reference)!.Flatten();

    /// <summary>The length of the text without flattening it; only for strings.</summary>
    public int StringLength => reference is string text ? text.Length : Unsafe.As<JoinedString>(reference)!.Length;

    /// <summary>The string or joined string behind a string value.</summary>
    public object TextReference => reference!;

    public JsSymbol AsSymbol => Unsafe.As<JsSymbol>(reference)!;

    public JsObject AsObject => Unsafe.As<JsObject>(reference)!;

    public Accessor AsAccessor => Unsafe.As<Accessor>(reference)!;

    /// <summary>The object, or null when this is not one.</summary>
    public JsObject? ObjectOrNull => Kind == JsKind.Object ? Unsafe.As<JsObject>(reference) : null;

    /// <summary>The function, or null when this cannot be called.</summary>
    public JsFunction? FunctionOrNull => reference as JsFunction;

    public static implicit operator JsValue(double value) => new(NumberMark, value);

    public static implicit operator JsValue(bool value) => value ? True : False;

    public static implicit operator JsValue(string value) => new(value, JsKind.String);

    public static implicit operator JsValue(JsObject value) => new(value, JsKind.Object);

    public static implicit operator JsValue(JsSymbol value) => new(value, JsKind.Symbol);

    public static JsValue From(JoinedString value) => new(value, JsKind.String);

    public static JsValue From(Accessor value) => new(value, JsKind.Accessor);

    public static JsValue FromNullable(JsObject? value) => value is null ? Undefined : value;

    public bool SameReference(JsValue other) => ReferenceEquals(reference, other.reference);
}
