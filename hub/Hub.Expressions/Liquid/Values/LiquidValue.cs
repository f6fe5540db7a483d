using System.Globalization;

namespace Hub.Expressions.Liquid.Values;

internal enum LiquidKind : byte
{
    Nil,
    Boolean,

    /// <summary>An exact decimal; without decimals it is an integer.</summary>
    Number,

    /// <summary>A number too large for a decimal.</summary>
    HugeNumber,
    Text,
    Date,
    List,
    Object,

    /// <summary>The word <c>empty</c>.</summary>
    Empty,

    /// <summary>The word <c>blank</c>.</summary>
    Blank,
}

/// <summary>A value of the language. Numbers are decimals, so that amounts of money add up; only what overflows becomes a double.</summary>
internal readonly struct LiquidValue
{
    private readonly object? reference;
    private readonly decimal number;

    private LiquidValue(LiquidKind kind, object? reference = null, decimal number = 0)
    {
        Kind = kind;
        this.reference = reference;
        this.number = number;
    }

    public LiquidKind Kind { get; }

    public static LiquidValue Nil => default;

    public static LiquidValue True { get; } = new(LiquidKind.Boolean, number: 1);

    public static LiquidValue False { get; } = new(LiquidKind.Boolean);

    public static LiquidValue Empty { get; } = new(LiquidKind.Empty);

    public static LiquidValue Blank { get; } = new(LiquidKind.Blank);

    public static LiquidValue NoText { get; } = new(LiquidKind.Text, string.Empty);

    public bool IsNil => Kind == LiquidKind.Nil;

    public bool IsText => Kind == LiquidKind.Text;

    public bool IsNumber => Kind is LiquidKind.Number or LiquidKind.HugeNumber;

    public bool IsTrue => Kind == LiquidKind.Boolean && number != 0;

    /// <summary>Everything but nil and false.</summary>
    public bool IsTruthy => Kind != LiquidKind.Nil && (Kind != LiquidKind.Boolean || number != 0);

    public decimal AsNumber => number;

    public double AsDouble => reference is double huge ? huge : (double)number;

    public string AsText => (string)reference!;

    public DateTimeOffset AsDate => (DateTimeOffset)reference!;

    public LiquidList? ListOrNull => reference as LiquidList;

    public LiquidObject? ObjectOrNull => reference as LiquidObject;

    /// <summary>A number without decimals, <c>2.0</c> not being one.</summary>
    public bool IsInteger => Kind == LiquidKind.Number && number.Scale == 0;

    public static implicit operator LiquidValue(bool value) => value ? True : False;

    public static implicit operator LiquidValue(decimal value) => new(LiquidKind.Number, number: value);

    public static implicit operator LiquidValue(long value) => new(LiquidKind.Number, number: value);

    public static implicit operator LiquidValue(string value) => new(LiquidKind.Text, value);

    public static implicit operator LiquidValue(LiquidList value) => new(LiquidKind.List, value);

    public static implicit operator LiquidValue(LiquidObject value) => new(LiquidKind.Object, value);

    public static implicit operator LiquidValue(DateTimeOffset value) => new(LiquidKind.Date, value);

    /// <summary>A number of any size: a decimal where it fits.</summary>
    public static LiquidValue FromDouble(double value)
    {
        if (double.IsFinite(value) && Math.Abs(value) < 7.9e28)
        {
            // Through text, because the direct conversion keeps 15 digits only.
            return decimal.TryParse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : (decimal)value;
        }

        return new(LiquidKind.HugeNumber, value);
    }
}
