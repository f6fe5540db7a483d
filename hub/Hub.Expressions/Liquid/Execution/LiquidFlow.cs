namespace Hub.Expressions.Liquid.Execution;

/// <summary>How a block ended.</summary>
internal enum LiquidFlow
{
    Next,
    Break,
    Continue,
}
