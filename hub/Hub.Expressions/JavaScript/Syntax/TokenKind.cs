namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>Punctuators and reserved words each have a kind; contextual words such as <c>of</c> are names.</summary>
internal enum TokenKind
{
    End, Name, Number, String, Template, RegExp, PrivateName,

    OpenBrace, CloseBrace, OpenParen, CloseParen, OpenBracket, CloseBracket,
    Dot, Ellipsis, Semicolon, Comma, Question, QuestionDot, Colon, Arrow,
    Less, Greater, LessEqual, GreaterEqual, Equal, NotEqual, StrictEqual, StrictNotEqual,
    Plus, Minus, Star, Slash, Percent, StarStar, PlusPlus, MinusMinus,
    ShiftLeft, ShiftRight, ShiftRightUnsigned, And, Or, Xor, Not, Tilde, AndAnd, OrOr, QuestionQuestion,
    Assign, PlusAssign, MinusAssign, StarAssign, SlashAssign, PercentAssign, StarStarAssign,
    ShiftLeftAssign, ShiftRightAssign, ShiftRightUnsignedAssign, AndAssign, OrAssign, XorAssign,
    AndAndAssign, OrOrAssign, QuestionQuestionAssign,

    Break, Case, Catch, Class, Const, Continue, Debugger, Default, Delete, Do, Else, Enum, Export, Extends, False, Finally,
    For, Function, If, Import, In, InstanceOf, New, Null, Return, Super, Switch, This, Throw, True, Try, TypeOf, Var, Void, While, With,
}
