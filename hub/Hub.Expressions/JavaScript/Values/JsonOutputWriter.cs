using System.Buffers;
using System.Text.Json;
using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>Writes one value as JSON.</summary>
internal sealed class JsonOutputWriter(Evaluation run, Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer)
{
    private readonly List<JsObject> open = [];

    /// <summary>Writes a value; false when JSON has no form for it, and nothing was written.</summary>
    public bool Write(JsValue value, string key)
    {
        run.Step();
        if (value.ObjectOrNull is { } target)
        {
            if (JsonOutput.UntouchedOf(value) is { ValueKind: not JsonValueKind.Undefined } same)
            {
                same.WriteTo(writer);
                CheckSize();
                return true;
            }

            if (target is not JsArray && target.Get(run, "toJSON").FunctionOrNull is { } toJson)
            {
                value = toJson.Call(run, value, [key]);
            }
        }

        switch (value.Kind)
        {
            case JsKind.Null:
                writer.WriteNullValue();
                return true;
            case JsKind.Boolean:
                writer.WriteBooleanValue(value.IsTrue);
                return true;
            case JsKind.Number:
                WriteNumber(value.AsNumber);
                return true;
            case JsKind.String:
                writer.WriteStringValue(Library.JsonText.WellFormed(value.AsString));
                CheckSize();
                return true;
            case JsKind.Object:
                return WriteObject(value.AsObject, key);
            default:
                return false;
        }
    }

    private void WriteNumber(double number)
    {
        if (!double.IsFinite(number))
        {
            writer.WriteNullValue();
        }
        else if (Math.Abs(number) < 1e15 && (long)number == number)
        {
            writer.WriteNumberValue((long)number);
        }
        else
        {
            writer.WriteRawValue(NumberText.Format(number), skipInputValidation: true);
        }
    }

    private bool WriteObject(JsObject target, string key)
    {
        if (target is JsFunction)
        {
            return false;
        }

        if (target is WrapperObject { Primitive: { IsSymbol: false } primitive })
        {
            return Write(primitive, key);
        }

        if (open.Contains(target))
        {
            throw run.TypeError("Converting circular structure to JSON");
        }

        run.EnterCall();
        open.Add(target);
        if (target is JsArray array)
        {
            writer.WriteStartArray();
            for (uint i = 0; i < array.Length; i++)
            {
                var element = array.TryGetElement(run, i, out var plain) ? plain : array.GetIndex(run, i);
                if (!Write(element, string.Empty))
                {
                    writer.WriteNullValue();
                }
            }

            writer.WriteEndArray();
        }
        else
        {
            WriteMembers(target);
        }

        open.RemoveAt(open.Count - 1);
        run.LeaveCall();
        CheckSize();
        return true;
    }

    private void WriteMembers(JsObject target)
    {
        writer.WriteStartObject();
        var keys = new List<PropertyKey>();
        target.OwnKeys(run, keys);
        foreach (var name in keys)
        {
            if (name.IsSymbol || !target.TryGetOwn(run, name, out var property) || !property.Enumerable)
            {
                continue;
            }

            var value = property.IsAccessor ? target.Get(run, name) : property.Value;
            if (value.IsUndefined || value.IsSymbol || value.FunctionOrNull is not null)
            {
                continue;
            }

            writer.WritePropertyName(Library.JsonText.WellFormed(name.ToString()));
            if (!Write(value, name.ToString()))
            {
                // Only a toJSON that gives nothing comes here, after the name is written.
                writer.WriteNullValue();
            }
        }

        writer.WriteEndObject();
    }

    private void CheckSize()
    {
        if (writer.BytesPending + (long)buffer.WrittenCount > run.MaxOutputBytes)
        {
            throw run.OutOf("output", "output", "de sortie");
        }
    }
}
