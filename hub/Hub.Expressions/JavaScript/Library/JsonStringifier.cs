using System.Globalization;
using System.Text;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>JSON.stringify</c> (§25.5.2).</summary>
internal sealed class JsonStringifier(Evaluation run, JsFunction? replacer, List<PropertyKey>? names, string indent)
{
    private readonly StringBuilder output = new();
    private readonly List<JsObject> open = [];
    private string margin = "\n";
    private int charged;

    public JsValue Run(JsValue value)
    {
        var holder = run.NewObject(1);
        holder.CreateData(run, string.Empty, value);
        return Write(holder, string.Empty, value) ? output.ToString() : default(JsValue);
    }

    private bool Write(JsObject holder, PropertyKey key, JsValue value)
    {
        run.Step();
        if (value.IsObject && Members.Get(run, value, "toJSON", run.Position).FunctionOrNull is { } toJson)
        {
            value = toJson.Call(run, value, [key.ToValue()]);
        }

        if (replacer is not null)
        {
            value = replacer.Call(run, holder, [key.ToValue(), value]);
        }

        if (value.ObjectOrNull is WrapperObject wrapper)
        {
            value = wrapper.Primitive.Kind switch
            {
                JsKind.Number => Coerce.ToNumber(run, value),
                JsKind.String => Coerce.ToText(run, value),
                JsKind.Boolean => wrapper.Primitive,
                _ => value,
            };
        }

        switch (value.Kind)
        {
            case JsKind.Null:
                output.Append("null");
                return true;
            case JsKind.Boolean:
                output.Append(value.IsTrue ? "true" : "false");
                return true;
            case JsKind.Number:
                output.Append(double.IsFinite(value.AsNumber) ? NumberText.Format(value.AsNumber) : "null");
                return true;
            case JsKind.String:
                Quote(value.AsString);
                return true;
            case JsKind.Object when value.FunctionOrNull is null:
                WriteObject(value.AsObject);
                return true;
            default:
                return false;
        }
    }

    private void WriteObject(JsObject target)
    {
        if (open.Contains(target))
        {
            throw run.TypeError("Converting circular structure to JSON");
        }

        run.EnterCall();
        open.Add(target);
        var outer = margin;
        margin += indent;
        if (target is JsArray)
        {
            WriteItems(target, outer);
        }
        else
        {
            WriteMembers(target, outer);
        }

        margin = outer;
        open.RemoveAt(open.Count - 1);
        run.LeaveCall();
        run.Charge((output.Length - charged) * 2L);
        charged = output.Length;
    }

    private void WriteItems(JsObject target, string outer)
    {
        var length = Coerce.LengthOf(run, target);
        output.Append('[');
        for (var i = 0.0; i < length; i++)
        {
            Separate(i == 0);
            if (!Write(target, PropertyKey.From(i), target.GetIndex(run, i)))
            {
                output.Append("null");
            }
        }

        Finish(length == 0, outer, ']');
    }

    private void WriteMembers(JsObject target, string outer)
    {
        output.Append('{');
        var isFirst = true;
        var keys = names ?? ObjectLibrary.KeysOf(run, target);
        if (replacer is not null && names is null)
        {
            // Which members there are is fixed first: a getter or the replacer may take some away.
            keys = [.. keys.Where(key => target.TryGetOwn(run, key, out var property) && property.Enumerable)];
        }

        foreach (var key in keys)
        {
            if (key.IsSymbol || (names is null && replacer is null && (!target.TryGetOwn(run, key, out var property) || !property.Enumerable)))
            {
                continue;
            }

            var start = output.Length;
            Separate(isFirst);
            Quote(key.ToString());
            output.Append(indent.Length > 0 ? ": " : ":");
            if (Write(target, key, target.Get(run, key)))
            {
                isFirst = false;
            }
            else
            {
                output.Length = start;
            }
        }

        Finish(isFirst, outer, '}');
    }

    private void Separate(bool isFirst)
    {
        if (!isFirst)
        {
            output.Append(',');
        }

        if (indent.Length > 0)
        {
            output.Append(margin);
        }

        if (output.Length - charged > 4096)
        {
            run.Charge((output.Length - charged) * 2L);
            charged = output.Length;
        }
    }

    private void Finish(bool isEmpty, string outer, char end)
    {
        if (!isEmpty && indent.Length > 0)
        {
            output.Append(outer);
        }

        output.Append(end);
    }

    private void Quote(string text)
    {
        run.StepMany(text.Length / 16);
        output.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '"': output.Append("\\\""); break;
                case '\\': output.Append("\\\\"); break;
                case '\b': output.Append("\\b"); break;
                case '\f': output.Append("\\f"); break;
                case '\n': output.Append("\\n"); break;
                case '\r': output.Append("\\r"); break;
                case '\t': output.Append("\\t"); break;
                default:
                    var isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
                    if (isPair)
                    {
                        output.Append(c).Append(text[++i]);
                    }
                    else if (c < ' ' || char.IsSurrogate(c))
                    {
                        output.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    }
                    else
                    {
                        output.Append(c);
                    }

                    break;
            }
        }

        output.Append('"');
    }
}
