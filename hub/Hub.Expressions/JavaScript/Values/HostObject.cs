using System.Text.Json;
using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>An <see cref="IScriptObject"/> seen through the language. The host is asked each time, so what its own functions change shows at once.</summary>
internal sealed class HostObject(Evaluation run, IScriptObject members) : JsObject(run.Intrinsic(IntrinsicId.ObjectPrototype))
{
    private readonly Dictionary<string, (JsonElement Element, JsValue Wrapped)> seen = [];

    public override bool TryGetOwn(Evaluation run, PropertyKey key, out Property property)
    {
        property = default;
        if (key.IsSymbol || !TryAsk(run, key.ToString(), out var name, out var member))
        {
            return false;
        }

        property = new Property(Wrap(run, name, member), PropertyFlags.All);
        return true;
    }

    public override void PutOwn(Evaluation run, PropertyKey key, JsValue value, PropertyFlags flags)
    {
        var name = key.ToString();
        if (key.IsSymbol || flags != PropertyFlags.All)
        {
            throw run.TypeError($"Cannot define property {name} on an object of the host");
        }

        if (TryAsk(run, name, out var existing, out _))
        {
            name = existing;
        }

        seen.Remove(name);
        var element = JsonOutput.ToElement(run, value);
        if (!run.AskHost(() => members.TrySet(name, element)))
        {
            throw run.TypeError($"The host does not accept a value for '{name}'");
        }
    }

    public override bool Set(Evaluation run, PropertyKey key, JsValue value, JsValue receiver)
    {
        PutOwn(run, key, value, PropertyFlags.All);
        return true;
    }

    public override bool Delete(Evaluation run, PropertyKey key) => !TryGetOwn(run, key, out _);

    public override bool PreventExtensions(Evaluation run) => false;

    public override bool SetPrototype(JsObject? prototype) => false;

    public override void OwnKeys(Evaluation run, List<PropertyKey> keys)
    {
        foreach (var name in run.AskHost(() => members.Names.ToArray()))
        {
            run.Step();
            keys.Add(PropertyKey.From(name));
        }
    }

    /// <summary>Gives back the data that the script changed in place, such as a list it pushed to.</summary>
    public void GiveBackChanges(Evaluation run)
    {
        foreach (var (name, (element, wrapped)) in seen.ToArray())
        {
            if (!wrapped.IsObject || element.ValueKind == JsonValueKind.Undefined || JsonOutput.UntouchedOf(wrapped).ValueKind != JsonValueKind.Undefined)
            {
                continue;
            }

            var now = JsonOutput.ToElement(run, wrapped);
            if (!JsonElement.DeepEquals(now, element))
            {
                run.AskHost(() => members.TrySet(name, now));
            }
        }
    }

    private bool TryAsk(Evaluation run, string name, out string found, out HostMember member)
    {
        HostMember answer = default;
        found = name;
        if (!run.AskHost(() => members.TryGet(name, out answer)))
        {
            if (name.Length == 0)
            {
                member = default;
                return false;
            }

            var other = HostNames.OtherCase(name);
            found = other;
            if (!run.AskHost(() => members.TryGet(other, out answer)))
            {
                member = default;
                return false;
            }
        }

        member = answer;
        return true;
    }

    private JsValue Wrap(Evaluation run, string name, HostMember member)
    {
        // The same data must give the same object, or `variables.list === variables.list` would be false and pushes would be lost.
        if (member.Function is null && member.ScriptObject is null && seen.TryGetValue(name, out var earlier)
            && EqualityComparer<JsonElement>.Default.Equals(earlier.Element, member.Value))
        {
            return earlier.Wrapped;
        }

        var wrapped = run.Wrap(member);
        seen[name] = (member.Value, wrapped);
        return wrapped;
    }
}
