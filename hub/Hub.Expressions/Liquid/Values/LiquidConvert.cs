using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Expressions.JavaScript;
using Hub.Expressions.JavaScript.Values;
using Hub.Expressions.Liquid.Execution;

namespace Hub.Expressions.Liquid.Values;

/// <summary>Values from the host, and the language's conversions.</summary>
internal static class LiquidConvert
{
    public static LiquidValue FromHost(Rendering run, HostMember member) =>
        member.ScriptObject is { } members ? new HostMembers(members)
        : member.Function is not null ? LiquidValue.Nil
        : FromJson(run, member.Value);

    public static LiquidValue FromJson(Rendering run, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Number:
                return element.TryGetDecimal(out var exact) ? exact : LiquidValue.FromDouble(element.GetDouble());
            case JsonValueKind.String:
                var text = TextOf(element);
                run.ChargeText(text.Length);
                return text;
            case JsonValueKind.Array:
                return new JsonList(element);
            case JsonValueKind.Object:
                return new JsonMembers(element);
            default:
                return LiquidValue.Nil;
        }
    }

    /// <summary>What the value prints as. A list prints its elements one after the other, an object as JSON.</summary>
    public static string ToText(Rendering run, LiquidValue value)
    {
        switch (value.Kind)
        {
            case LiquidKind.Text:
                return value.AsText;
            case LiquidKind.Boolean:
                return value.IsTrue ? "true" : "false";
            case LiquidKind.Number:
                return NumberToText(value.AsNumber);
            case LiquidKind.HugeNumber:
                return NumberText.Format(value.AsDouble);
            case LiquidKind.Date:
                return value.AsDate.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture).Remove(23, 1);
            case LiquidKind.List:
                var all = new StringBuilder();
                run.EnterCall();
                foreach (var item in Items(run, value))
                {
                    var part = ToText(run, item);
                    run.ChargeText(part.Length);
                    all.Append(part);
                }

                run.LeaveCall();
                return all.ToString();
            case LiquidKind.Object:
                return LiquidJson.Write(run, value, indent: 0);
            default:
                return string.Empty;
        }
    }

    /// <summary>An integer as it is; otherwise as few decimals as say it, at least one.</summary>
    public static string NumberToText(decimal number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        if (number.Scale == 0)
        {
            return text;
        }

        text = text.TrimEnd('0');
        return text[^1] == '.' ? text + "0" : text;
    }

    /// <summary>A number; text counts by its leading integer or its whole decimal, all else is 0.</summary>
    public static LiquidValue ToNumber(LiquidValue value)
    {
        if (value.IsNumber)
        {
            return value;
        }

        return value.IsText ? ParseNumber(value.AsText) : 0m;
    }

    /// <summary>A number without decimals, cut towards zero and held within what positions need.</summary>
    public static long ToInteger(LiquidValue value)
    {
        const long Limit = 1L << 53;
        var number = ToNumber(value);
        return number.Kind == LiquidKind.HugeNumber
            ? (number.AsDouble < 0 ? -Limit : Limit)
            : (long)Math.Clamp(decimal.Truncate(number.AsNumber), -Limit, Limit);
    }

    public static bool LooksNumeric(string text) => decimal.TryParse(text.AsSpan().Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    /// <summary>The elements that filters work on: of a list with the lists inside it spread out, the object or value itself otherwise, nothing for nil.</summary>
    public static IEnumerable<LiquidValue> Flat(Rendering run, LiquidValue value)
    {
        if (value.Kind == LiquidKind.List)
        {
            run.EnterCall();
            try
            {
                foreach (var item in Items(run, value))
                {
                    if (item.Kind != LiquidKind.List)
                    {
                        yield return item;
                        continue;
                    }

                    foreach (var inner in Flat(run, item))
                    {
                        yield return inner;
                    }
                }
            }
            finally
            {
                run.LeaveCall();
            }
        }
        else if (!value.IsNil)
        {
            yield return value;
        }
    }

    /// <summary>The elements that loops walk: of a list, the pairs of an object, a non-empty text as one element.</summary>
    public static LiquidList ToLoop(Rendering run, LiquidValue value)
    {
        switch (value.Kind)
        {
            case LiquidKind.List:
                return value.ListOrNull!;
            case LiquidKind.Object:
                return Pairs(run, value.ObjectOrNull!);
            case LiquidKind.Text when value.AsText.Length > 0:
                return new ValueList(run, value);
            default:
                return new ValueList(run);
        }
    }

    public static ValueList Pairs(Rendering run, LiquidObject members)
    {
        var pairs = new ValueList(run);
        foreach (var name in members.Names(run))
        {
            members.TryGetExact(run, name, out var member);
            run.ChargeText(name.Length);
            pairs.Add(run, new ValueList(run, name, member));
        }

        return pairs;
    }

    public static IEnumerable<LiquidValue> Items(Rendering run, LiquidValue list)
    {
        var values = list.ListOrNull!;
        for (long i = 0; i < values.Count; i++)
        {
            run.Step();
            yield return values.At(run, i);
        }
    }

    private static LiquidValue ParseNumber(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IndexOf('.') > 0 && decimal.TryParse(trimmed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var whole))
        {
            return whole;
        }

        var length = trimmed.Length > 0 && trimmed[0] is '-' or '+' ? 1 : 0;
        while (length < trimmed.Length && char.IsAsciiDigit(trimmed[length]))
        {
            length++;
        }

        return decimal.TryParse(trimmed[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) ? integer
            : double.TryParse(trimmed[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var huge) ? LiquidValue.FromDouble(huge)
            : 0m;
    }

    private static string TextOf(JsonElement element)
    {
        try
        {
            return element.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: valid JSON, yet no text that could be sent on. It prints as the replacement character.
            return JsonElement.Parse(LoneSurrogates.Replace(element.GetRawText())).GetString() ?? string.Empty;
        }
    }
}
