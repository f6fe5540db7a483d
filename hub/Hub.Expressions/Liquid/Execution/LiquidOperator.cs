namespace Hub.Expressions.Liquid.Execution;

internal enum LiquidOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
}
