using System.Globalization;
using System.Text;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Intl.NumberFormat</c> (ECMA-402 §15): decimal, percent and currency. Rounding works on the shortest digits, halves away from zero, as ICU has it.</summary>
internal sealed record IntlNumber(IntlLocale Locale)
{
    private static readonly string[] Styles = ["decimal", "percent", "currency"];

    public string Style { get; private init; } = "decimal";

    public string? Currency { get; private init; }

    public bool ShowsCode { get; private init; }

    public bool Groups { get; private init; } = true;

    public int MinInteger { get; private init; } = 1;

    public int MinFraction { get; private init; }

    public int MaxFraction { get; private init; } = 3;

    public int MinSignificant { get; private init; }

    public int MaxSignificant { get; private init; }

    public static IntlNumber From(Evaluation run, JsValue locales, JsValue options)
    {
        var read = new IntlOptions(run, options, ["style", "currency", "currencyDisplay", "useGrouping", "minimumIntegerDigits", "minimumFractionDigits", "maximumFractionDigits", "minimumSignificantDigits", "maximumSignificantDigits"]);
        var style = read.Choice("style", Styles) ?? "decimal";
        var currency = read.Text("currency")?.ToUpperInvariant();
        if (style == "currency" && currency is null)
        {
            throw run.TypeError("Currency code is required with currency style.");
        }

        if (currency is not null && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
        {
            throw run.RangeError("Invalid currency code");
        }

        var isCurrency = style == "currency";
        var cents = isCurrency ? currency is "JPY" or "KRW" or "XPF" or "XAF" or "XOF" ? 0 : 2 : 0;
        var most = isCurrency ? cents : style == "percent" ? 0 : 3;
        var minFraction = read.Digits("minimumFractionDigits", 0, 100);
        var maxFraction = read.Digits("maximumFractionDigits", 0, 100);
        if (minFraction > maxFraction)
        {
            throw run.RangeError("maximumFractionDigits value is out of range.");
        }

        var minSignificant = read.Digits("minimumSignificantDigits", 1, 100);
        var maxSignificant = read.Digits("maximumSignificantDigits", 1, 100);
        if (minSignificant > maxSignificant)
        {
            throw run.RangeError("maximumSignificantDigits value is out of range.");
        }

        var hasSignificant = minSignificant is not null || maxSignificant is not null;
        return new IntlNumber(IntlOptions.LocaleOf(run, locales))
        {
            Style = style,
            Currency = isCurrency ? currency : null,
            ShowsCode = read.Choice("currencyDisplay", ["symbol", "code"]) == "code",
            Groups = read.Flag("useGrouping") ?? true,
            MinInteger = read.Digits("minimumIntegerDigits", 1, 21) ?? 1,
            MinFraction = minFraction ?? Math.Min(cents, maxFraction ?? cents),
            MaxFraction = maxFraction ?? Math.Max(most, minFraction ?? 0),
            MinSignificant = hasSignificant ? minSignificant ?? 1 : 0,
            MaxSignificant = hasSignificant ? maxSignificant ?? 21 : 0,
        };
    }

    public string Format(double number)
    {
        var isNegative = double.IsNegative(number) && !double.IsNaN(number);
        var digits = double.IsNaN(number) ? "NaN" : double.IsInfinity(number) ? "∞" : Digits(Math.Abs(number));
        var space = "\u00A0";
        var body = Style switch
        {
            "percent" => Locale.IsFrench ? digits + space + "%" : digits + "%",
            "currency" => WithCurrency(digits, ShowsCode ? Currency ?? string.Empty : Locale.Currency(Currency ?? string.Empty), space),
            _ => digits,
        };
        return isNegative ? "-" + body : body;
    }

    private string WithCurrency(string digits, string sign, string space) =>
        Locale.IsFrench ? digits + space + sign : char.IsAsciiLetter(sign[^1]) && char.IsAsciiDigit(digits[0]) ? sign + space + digits : sign + digits;

    private string Digits(double number)
    {
        var (digits, point) = number == 0 ? (string.Empty, 0) : NumberText.Shortest(number);
        point += Style == "percent" && digits.Length > 0 ? 2 : 0;
        var keep = MaxSignificant > 0 ? MaxSignificant : point + MaxFraction;
        (digits, point) = Round(digits, point, keep);
        var whole = point <= 0 ? string.Empty : digits.Length >= point ? digits[..point] : digits.PadRight(point, '0');
        var fraction = point >= digits.Length ? string.Empty : point < 0 ? new string('0', -point) + digits : digits[point..];
        fraction = fraction.TrimEnd('0');
        var minFraction = MaxSignificant > 0
            ? Math.Max(0, MinSignificant - (whole.Length > 0 ? whole.Length : digits.Length == 0 ? 1 : Math.Min(point, 0)))
            : MinFraction;
        fraction = fraction.PadRight(minFraction, '0');
        var text = new StringBuilder(whole.PadLeft(MinInteger, '0'));
        for (var i = text.Length - 3; Groups && i > 0; i -= 3)
        {
            text.Insert(i, Locale.Group);
        }

        return fraction.Length == 0 ? text.ToString() : text.Append(Locale.Decimal).Append(fraction).ToString();
    }

    /// <summary>Keeps so many digits of 0.digits × 10^point.</summary>
    private static (string Digits, int Point) Round(string digits, int point, int keep)
    {
        if (keep >= digits.Length)
        {
            return (digits, point);
        }

        if (keep < 0 || (keep == 0 && digits[0] < '5'))
        {
            return (string.Empty, 0);
        }

        var kept = keep == 0 ? System.Numerics.BigInteger.Zero : System.Numerics.BigInteger.Parse(digits[..keep], CultureInfo.InvariantCulture);
        kept += digits[keep] >= '5' ? 1 : 0;
        var text = kept.ToString(CultureInfo.InvariantCulture).PadLeft(keep, '0');
        return text.Length > keep ? (text, point + 1) : (text, point);
    }
}
