using System.Text.Json;
using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>Writes one value as JSON.</summary>
internal sealed class JsonOutputWriter(Evaluation run, Utf8JsonWriter writer)
{
    private readonly List<JsObject> open = [];

    /// <summary>Whether a script may have run since the writing began, and may have changed what is still to be written.</summary>
    private bool scriptRan;

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

            if (target is PlainObject plain && !scriptRan && plain.TryGetPlainRow(run, out var row))
            {
                WriteRow(plain, row);
                return true;
            }

            if (target is not JsArray)
            {
                value = AskToJson(target, key);
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

    /// <summary>What <c>toJSON</c> gives for an object that has one. Looking for it may itself run a getter.</summary>
    private JsValue AskToJson(JsObject target, string key)
    {
        scriptRan = true;
        return target.Get(run, "toJSON").FunctionOrNull is { } toJson ? toJson.Call(run, target, [key]) : target;
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

        Open(target);
        if (target is JsArray array)
        {
            writer.WriteStartArray();
            for (uint i = 0; i < array.Length; i++)
            {
                if (!array.TryGetElement(run, i, out var element))
                {
                    // A hole, or an element with a getter.
                    scriptRan = true;
                    element = array.GetIndex(run, i);
                }

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

        Close();
        return true;
    }

    private void Open(JsObject target)
    {
        if (open.Contains(target))
        {
            throw run.TypeError("Converting circular structure to JSON");
        }

        run.EnterCall();
        open.Add(target);
    }

    private void Close()
    {
        open.RemoveAt(open.Count - 1);
        run.LeaveCall();
        CheckSize();
    }

    /// <summary>Writes members that need no look-up; once a script ran in between, each is looked up again, as the standard does.</summary>
    private void WriteRow(PlainObject target, ReadOnlySpan<PropertyMap.Entry> row)
    {
        Open(target);
        writer.WriteStartObject();
        foreach (ref readonly var entry in row)
        {
            if (scriptRan)
            {
                WriteMember(target, entry.Key);
            }
            else
            {
                WriteNamed(entry.Key, entry.Value);
            }
        }

        writer.WriteEndObject();
        Close();
    }

    private void WriteMembers(JsObject target)
    {
        writer.WriteStartObject();
        var keys = new List<PropertyKey>();
        target.OwnKeys(run, keys);
        foreach (var name in keys)
        {
            WriteMember(target, name);
        }

        writer.WriteEndObject();
    }

    private void WriteMember(JsObject target, PropertyKey name)
    {
        if (name.IsSymbol || !target.TryGetOwn(run, name, out var property) || !property.Enumerable)
        {
            return;
        }

        scriptRan |= property.IsAccessor;
        WriteNamed(name, property.IsAccessor ? target.Get(run, name) : property.Value);
    }

    private void WriteNamed(PropertyKey name, JsValue value)
    {
        if (value.IsUndefined || value.IsSymbol || value.IsEmpty || value.FunctionOrNull is not null)
        {
            return;
        }

        var text = name.ToString();
        writer.WritePropertyName(Library.JsonText.WellFormed(text));
        if (!Write(value, text))
        {
            // Only a toJSON that gives nothing comes here, after the name is written.
            writer.WriteNullValue();
        }
    }

    private void CheckSize()
    {
        if (writer.BytesPending + writer.BytesCommitted > run.MaxOutputBytes)
        {
            throw run.OutOf("output", "output", "de sortie");
        }
    }
}
