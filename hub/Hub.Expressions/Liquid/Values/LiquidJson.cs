using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Expressions.JavaScript.Library;
using Hub.Expressions.JavaScript.Values;
using Hub.Expressions.Liquid.Execution;

namespace Hub.Expressions.Liquid.Values;

/// <summary>A value as JSON text, numbers as they were written in the model.</summary>
internal static class LiquidJson
{
    public static string Write(Rendering run, LiquidValue value, int indent)
    {
        var text = new StringBuilder();
        Write(run, text, value, indent, 0);
        return text.ToString();
    }

    private static void Write(Rendering run, StringBuilder text, LiquidValue value, int indent, int level)
    {
        run.Step();
        var before = text.Length;
        switch (value.Kind)
        {
            case LiquidKind.Boolean:
                text.Append(value.IsTrue ? "true" : "false");
                break;
            case LiquidKind.Number:
                text.Append(LiquidConvert.NumberToText(value.AsNumber));
                break;
            case LiquidKind.HugeNumber:
                text.Append(double.IsFinite(value.AsDouble) ? NumberText.Format(value.AsDouble) : "null");
                break;
            case LiquidKind.Text:
                text.Append(Quote(value.AsText));
                break;
            case LiquidKind.Date:
                text.Append(Quote(value.AsDate.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
                break;
            case LiquidKind.List:
                WriteParts(run, text, '[', ']', indent, level, LiquidConvert.Items(run, value), static (_, _) => { });
                break;
            case LiquidKind.Object:
                var members = value.ObjectOrNull!;
                string name = string.Empty;
                WriteParts(run, text, '{', '}', indent, level, Members(), (target, spaced) => target.Append(Quote(name)).Append(spaced ? ": " : ":"));
                break;

                IEnumerable<LiquidValue> Members()
                {
                    foreach (var each in members.Names(run))
                    {
                        members.TryGetExact(run, each, out var member);
                        name = each;
                        yield return member;
                    }
                }

            default:
                text.Append("null");
                break;
        }

        if (value.Kind is not (LiquidKind.List or LiquidKind.Object))
        {
            run.ChargeText(text.Length - before);
        }
    }

    private static void WriteParts(Rendering run, StringBuilder text, char open, char close, int indent, int level, IEnumerable<LiquidValue> parts, Action<StringBuilder, bool> writeName)
    {
        run.EnterCall();
        text.Append(open);
        var isFirst = true;
        foreach (var part in parts)
        {
            text.Append(isFirst ? string.Empty : ",");
            isFirst = false;
            NewLine(text, indent, level + 1);
            writeName(text, indent > 0);
            Write(run, text, part, indent, level + 1);
        }

        if (!isFirst)
        {
            NewLine(text, indent, level);
        }

        text.Append(close);
        run.LeaveCall();
    }

    private static void NewLine(StringBuilder text, int indent, int level)
    {
        if (indent > 0)
        {
            text.Append('\n').Append(' ', Math.Min(indent, 10) * level);
        }
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(JsonText.WellFormed(text), JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
