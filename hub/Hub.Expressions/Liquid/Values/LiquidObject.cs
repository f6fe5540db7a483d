using System.Text.Json;
using Hub.Expressions.JavaScript;
using Hub.Expressions.JavaScript.Values;
using Hub.Expressions.Liquid.Execution;

namespace Hub.Expressions.Liquid.Values;

/// <summary>Named values.</summary>
internal abstract class LiquidObject
{
    /// <summary>The JSON behind it, or <c>default</c>.</summary>
    public virtual JsonElement Source => default;

    /// <summary>Whether the name with the other case of its first letter is asked for when the exact one is missing.</summary>
    public virtual bool IsHost => false;

    public abstract IEnumerable<string> Names(Rendering run);

    public abstract bool TryGetExact(Rendering run, string name, out LiquidValue value);

    public bool TryGet(Rendering run, string name, out LiquidValue value) =>
        TryGetExact(run, name, out value) || (IsHost && name.Length > 0 && TryGetExact(run, HostNames.OtherCase(name), out value));
}

/// <summary>A JSON object of the model; members are converted when read.</summary>
internal sealed class JsonMembers(JsonElement source) : LiquidObject
{
    public override JsonElement Source => source;

    public override bool IsHost => true;

    public override IEnumerable<string> Names(Rendering run)
    {
        foreach (var member in source.EnumerateObject())
        {
            run.Step();
            yield return member.Name;
        }
    }

    public override bool TryGetExact(Rendering run, string name, out LiquidValue value)
    {
        if (source.TryGetProperty(name, out var member))
        {
            value = LiquidConvert.FromJson(run, member);
            return true;
        }

        value = default;
        return false;
    }
}

/// <summary>An object of the host; it is asked each time.</summary>
internal sealed class HostMembers(IScriptObject members) : LiquidObject
{
    public override bool IsHost => true;

    public override IEnumerable<string> Names(Rendering run) => run.AskHost(() => members.Names.ToArray());

    public override bool TryGetExact(Rendering run, string name, out LiquidValue value)
    {
        HostMember member = default;
        var found = run.AskHost(() => members.TryGet(name, out member));
        value = found ? LiquidConvert.FromHost(run, member) : default;
        return found;
    }
}

/// <summary>Members that the template computed, such as a group with its items.</summary>
internal sealed class ValueMembers(Dictionary<string, LiquidValue> members) : LiquidObject
{
    public override IEnumerable<string> Names(Rendering run) => members.Keys;

    public override bool TryGetExact(Rendering run, string name, out LiquidValue value) => members.TryGetValue(name, out value);
}
