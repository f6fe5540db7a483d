using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Execution;

/// <summary><c>forloop</c>: how far a loop is.</summary>
internal sealed class LoopState(string name, long length, LoopState? parent) : LiquidObject
{
    private static readonly string[] AllNames = ["name", "length", "index", "index0", "rindex", "rindex0", "first", "last", "parentloop"];

    public long Index { get; set; }

    public override IEnumerable<string> Names(Rendering run) => AllNames;

    public override bool TryGetExact(Rendering run, string member, out LiquidValue value)
    {
        LiquidValue? found = member switch
        {
            "name" => name,
            "length" => length,
            "index" => Index + 1,
            "index0" => Index,
            "rindex" => length - Index,
            "rindex0" => length - Index - 1,
            "first" => Index == 0,
            "last" => Index == length - 1,
            "parentloop" => parent is null ? LiquidValue.Nil : parent,
            _ => (LiquidValue?)null,
        };
        value = found ?? default;
        return found is not null;
    }
}
