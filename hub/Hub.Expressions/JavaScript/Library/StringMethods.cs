using System.Text;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Text;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Methods of strings without patterns.</summary>
internal static class StringMethods
{
    /// <summary>The same text with letters and their marks in one piece, where that can be; so that both ways to write it compare equal.</summary>
    public static string Composed(string text) => Ascii.IsValid(text) || HasLoneSurrogate(text) ? text : text.Normalize(NormalizationForm.FormC);

    public static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && TextClass.PointAt(text, i++) <= 0xFFFF)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The text with U+FFFD for each half of a surrogate pair that stands alone.</summary>
    public static JsValue WellFormed(Evaluation run, string text)
    {
        if (!HasLoneSurrogate(text))
        {
            return text;
        }

        var units = text.ToCharArray();
        for (var i = 0; i < units.Length; i++)
        {
            if (char.IsSurrogate(units[i]) && TextClass.PointAt(text, i) <= 0xFFFF)
            {
                units[i] = '\uFFFD';
            }
            else if (char.IsHighSurrogate(units[i]))
            {
                i++;
            }
        }

        return Charged(run, new string(units));
    }

    public static JsValue Charged(Evaluation run, string text)
    {
        run.StepMany(text.Length / 64);
        run.Charge(24 + (text.Length * 2L));
        return text;
    }

    public static JsValue StartsWith(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = StringLibrary.This(run, self);
        var wanted = Wanted(run, arguments.At(0), "startsWith");
        var start = (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(1)), 0, text.Length);
        return text.AsSpan(start).StartsWith(wanted, StringComparison.Ordinal);
    }

    public static JsValue EndsWith(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = StringLibrary.This(run, self);
        var wanted = Wanted(run, arguments.At(0), "endsWith");
        var end = arguments.At(1).IsUndefined ? text.Length : (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(1)), 0, text.Length);
        return text.AsSpan(0, end).EndsWith(wanted, StringComparison.Ordinal);
    }

    public static JsValue Includes(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = StringLibrary.This(run, self);
        var wanted = Wanted(run, arguments.At(0), "includes");
        var start = (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(1)), 0, text.Length);
        run.StepMany(text.Length / 64);
        return text.IndexOf(wanted, start, StringComparison.Ordinal) >= 0;
    }

    public static JsValue IndexOf(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = StringLibrary.This(run, self);
        var wanted = Coerce.ToText(run, arguments.At(0));
        var start = (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(1)), 0, text.Length);
        run.StepMany(text.Length / 64);
        return text.IndexOf(wanted, start, StringComparison.Ordinal);
    }

    public static JsValue LastIndexOf(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = StringLibrary.This(run, self);
        var wanted = Coerce.ToText(run, arguments.At(0));
        var from = Coerce.ToNumber(run, arguments.At(1));
        var last = double.IsNaN(from) ? text.Length : (int)Math.Clamp(Math.Truncate(from), 0, text.Length);
        run.StepMany(text.Length / 64);
        return text.AsSpan(0, (int)Math.Min(text.Length, (long)last + wanted.Length)).LastIndexOf(wanted, StringComparison.Ordinal);
    }

    public static JsValue Slice(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = StringLibrary.This(run, self);
        var start = (int)Coerce.ToRelative(run, arguments.At(0), text.Length, 0);
        var end = (int)Coerce.ToRelative(run, arguments.At(1), text.Length, text.Length);
        return start >= end ? string.Empty : Charged(run, text[start..end]);
    }

    public static JsValue Substring(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = StringLibrary.This(run, self);
        var start = (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(0)), 0, text.Length);
        var end = arguments.At(1).IsUndefined ? text.Length : (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(1)), 0, text.Length);
        return Charged(run, text[Math.Min(start, end)..Math.Max(start, end)]);
    }

    public static JsValue Substr(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = StringLibrary.This(run, self);
        var start = Coerce.ToRelative(run, arguments.At(0), text.Length, 0);
        var count = arguments.At(1).IsUndefined ? text.Length : Coerce.ToInteger(run, arguments.At(1));
        var end = Math.Min(start + Math.Max(count, 0), text.Length);
        return start >= end ? string.Empty : Charged(run, text[(int)start..(int)end]);
    }

    public static JsValue Repeat(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = StringLibrary.This(run, self);
        var count = Coerce.ToInteger(run, arguments.At(0));
        if (count < 0 || double.IsInfinity(count))
        {
            throw run.RangeError($"Invalid count value: {NumberText.Format(count)}");
        }

        if (text.Length == 0)
        {
            return string.Empty;
        }

        var length = (long)Math.Min(text.Length * count, long.MaxValue / 4);
        run.CheckTextLength(length);
        run.Charge(length * 2);
        return new StringBuilder().Insert(0, text, (int)count).ToString();
    }

    public static JsValue Pad(Evaluation run, string text, ReadOnlySpan<JsValue> arguments, bool atStart)
    {
        var length = Coerce.ToLength(run, arguments.At(0));
        var filler = arguments.At(1).IsUndefined ? " " : Coerce.ToText(run, arguments.At(1));
        if (length <= text.Length || filler.Length == 0)
        {
            return text;
        }

        run.CheckTextLength((long)length);
        run.Charge((long)length * 2);
        var fill = string.Create((int)length - text.Length, filler, static (target, filler) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = filler[i % filler.Length];
            }
        });
        return atStart ? fill + text : text + fill;
    }

    public static JsValue Normalize(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = StringLibrary.This(run, self);
        var form = arguments.At(0).IsUndefined ? "NFC" : Coerce.ToText(run, arguments.At(0));
        var normalization = form switch
        {
            "NFC" => NormalizationForm.FormC,
            "NFD" => NormalizationForm.FormD,
            "NFKC" => NormalizationForm.FormKC,
            "NFKD" => NormalizationForm.FormKD,
            _ => throw run.RangeError("The normalization form should be one of NFC, NFD, NFKC, NFKD."),
        };

        // Halves of surrogate pairs stop .NET's normalization; the pieces between them are normalized.
        run.Charge(text.Length * 6L);
        var output = new StringBuilder();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var isLone = i < text.Length && char.IsSurrogate(text[i]) && TextClass.PointAt(text, i) <= 0xFFFF;
            if (i == text.Length || isLone)
            {
                output.Append(text[start..i].Normalize(normalization));
                if (isLone)
                {
                    output.Append(text[i]);
                }

                start = i + 1;
            }
            else if (char.IsHighSurrogate(text[i]))
            {
                i++;
            }
        }

        return output.ToString();
    }

    public static JsValue Upper(Evaluation run, string text) => Charged(run, FullCasing.Upper(text));

    public static JsValue Lower(Evaluation run, string text) => Charged(run, FullCasing.Lower(text));

    private static string Wanted(Evaluation run, JsValue value, string method)
    {
        if (value.ObjectOrNull is { } target && StringPatterns.IsRegExp(run, target))
        {
            throw run.TypeError($"First argument to String.prototype.{method} must not be a regular expression");
        }

        return Coerce.ToText(run, value);
    }
}
