// openCypher 9 (openCypher.bnf of the openCypher project; a rule's comment names its section there), and beyond it what
// ISO GQL and Neo4j 5 agree on: subqueries, quantified paths, label expressions, schema statements.
//
// The parser reads what the lexer gives after build/classify.cc went over it: where one token's meaning depends on what
// follows at any distance (is this `(` a node or a parenthesis, is this `|` a projection or a label's "or"), that pass
// decides once, in linear time, and gives the token its own type. So nearly every decision below needs one token.
// For the same reason expressions are flat here: operand, operator, operand. build/expressions.cc applies the
// precedence of CIP2021-08-10; a ladder of 12 rules would cost 12 calls for each literal.
grammar Cypher;

tokens {
  PATTERN_OPEN,                // ( that begins a path of at least one relationship
  NAMED_PATH_OPEN,             // ( of (p = (a)-->(b))
  LIST_COMPREHENSION_OPEN,     // [ of [x IN list ...]
  PATTERN_COMPREHENSION_OPEN,  // [ of [(a)-->(b) | ...]
  PROJECT_BAR                  // | before the projection of a comprehension, of reduce and of FOREACH
}

// ---- statements: <openCypher program>, schema and session statements

statement: execution=(EXPLAIN | PROFILE)? statementBody SEMICOLON? EOF;

statementBody
  : query | createIndex | createConstraint | dropIndex | dropConstraint | show | transaction
  ;

transaction: kind=(BEGIN | COMMIT | ROLLBACK) TRANSACTION?;

createIndex
  : CREATE kind=(RANGE | TEXT | FULLTEXT)? INDEX name? ifNotExists? FOR schemaPattern ON EACH?
    (openParen propertyRef (COMMA propertyRef)* RPAREN | LBRACKET propertyRef (COMMA propertyRef)* RBRACKET)
  | CREATE INDEX ON COLON anyName openParen keyList RPAREN
  ;
dropIndex
  : DROP INDEX ON COLON anyName openParen keyList RPAREN
  | DROP INDEX name ifExists?
  ;
createConstraint
  : CREATE CONSTRAINT name? ifNotExists? (FOR | ON) schemaPattern (REQUIRE | ASSERT)
    (propertyRef | openParen propertyRef (COMMA propertyRef)* RPAREN) IS constraintKind
  ;
constraintKind: NOT NULL_LITERAL | (NODE | RELATIONSHIP | REL)? (KEY | UNIQUE);
dropConstraint: DROP CONSTRAINT name ifExists?;
ifNotExists: IF NOT EXISTS;
ifExists: IF EXISTS;
schemaPattern
  : openParen variable COLON anyName (BAR anyName)* RPAREN
  | openParen RPAREN LT? MINUS LBRACKET variable COLON anyName (BAR anyName)* RBRACKET MINUS GT? openParen RPAREN
  ;
propertyRef: variable DOT anyName;
keyList: anyName (COMMA anyName)*;

show
  : SHOW what=(INDEX | INDEXES | CONSTRAINT | CONSTRAINTS | PROCEDURE | PROCEDURES | FUNCTION | FUNCTIONS)
    (YIELD projection)? where? (RETURN returned=projection)?
  ;

// ---- queries: <composite statement>, <linear statement>

query: singleQuery (unionWord singleQuery)*;
unionWord: UNION kind=(ALL | DISTINCT)?;
singleQuery: clause+;

clause
  : matchClause | unwind | create | merge | setClause | remove | deleteClause | with | returnClause | call | foreach
  | loadCsv
  ;

matchClause: OPTIONAL? MATCH pattern hint* where?;
unwind: UNWIND expression AS anyName;
create: CREATE pattern;
merge: MERGE pathPattern mergeAction*;
mergeAction: ON kind=(MATCH | CREATE) SET setItem (COMMA setItem)*;
setClause: SET setItem (COMMA setItem)*;
setItem: place (op=(EQ | PLUS_EQ) expression)?;
remove: REMOVE place (COMMA place)*;
place: atom postfix*;
deleteClause: (DETACH | NODETACH)? DELETE expression (COMMA expression)*;
with: WITH projection where?;
returnClause: RETURN projection;
call
  : OPTIONAL? CALL (LPAREN (STAR | anyName (COMMA anyName)*)? RPAREN)? LBRACE query RBRACE inTransactions?
  | OPTIONAL? CALL anyName (DOT anyName)* arguments? yield?
  ;
// The words CONCURRENT, ERROR, CONTINUE, BREAK, FAIL, REPORT and STATUS mean something here alone.
inTransactions
  : IN ((INTEGER | PARAMETER)? concurrent=IDENTIFIER)? TRANSACTIONS (OF expression (ROW | ROWS))? onError? reportStatus?
  ;
onError: ON error=IDENTIFIER action=IDENTIFIER;
reportStatus: report=IDENTIFIER status=IDENTIFIER AS anyName;
arguments: LPAREN (expression (COMMA expression)*)? RPAREN;
yield: YIELD (STAR | yieldItem (COMMA yieldItem)*) where?;
yieldItem: anyName (AS anyName)?;
foreach: FOREACH LPAREN anyName IN expression PROJECT_BAR clause+ RPAREN;
loadCsv: LOAD CSV (WITH HEADERS)? FROM expression AS anyName (FIELDTERMINATOR expression)?;

hint
  : USING (RANGE | TEXT)? INDEX SEEK? variable COLON anyName LPAREN keyList RPAREN
  | USING SCAN variable COLON anyName
  | USING JOIN ON variable (COMMA variable)*
  ;
where: WHERE expression;

// <return statement body>, <order by and page clause>
projection
  : quantity=(DISTINCT | ALL)? (STAR | projectionItem) (COMMA projectionItem)*
    (ORDER BY sortItem (COMMA sortItem)*)? skip? limit?
  ;
skip: (SKIP_ROWS | OFFSET) expression;
limit: LIMIT expression;
projectionItem: expression (AS anyName)?;
sortItem: expression direction=(ASC | ASCENDING | DESC | DESCENDING)?;

// ---- patterns: <graph pattern>, <path pattern expression>

pattern: pathPattern (COMMA pathPattern)*;
pathPattern: (anyName EQ)? (shortestPath | selector? path);
// <path search prefix>
selector
  : (ALL | ANY) (PATH | PATHS)?
  | ANY pathCount? (PATH | PATHS)?
  | (ALL | ANY) SHORTEST (PATH | PATHS)?
  | SHORTEST pathCount? (PATH | PATHS)? (GROUP | GROUPS)?
  ;
pathCount: INTEGER | PARAMETER;
shortestPath: kind=(SHORTESTPATH | ALLSHORTESTPATHS) LPAREN path RPAREN;
path: pathStart pathStep*;
pathStart: node | groupedPath;
pathStep: relationship node | groupedPath | node;
groupedPath: (LPAREN | NAMED_PATH_OPEN anyName EQ) path where? RPAREN quantifier?;
node: openParen anyName? labelTest? properties? where? RPAREN;
relationship: LT? MINUS (LBRACKET relationshipDetail RBRACKET)? MINUS GT? quantifier?;
relationshipDetail: anyName? labelTest? length? properties? where?;
// The last two are mistakes that deserve their own words.
length
  : STAR INTEGER? (DOT_DOT INTEGER?)?
  | STAR MINUS INTEGER (DOT_DOT INTEGER?)?
  | INTEGER? DOT_DOT INTEGER?
  ;
quantifier: STAR | PLUS | LBRACE INTEGER? (COMMA INTEGER?)? RBRACE;
properties: map | PARAMETER;

// <label expression>
labelTest: (COLON | IS) labelOr;
labelOr: labelAnd (BAR COLON? labelAnd)*;
labelAnd: labelFactor ((AMPERSAND | COLON) labelFactor)*;
labelFactor: EXCLAMATION* (anyName | PERCENT | openParen labelOr RPAREN);

// ---- expressions: <value expression>; precedence in build/expressions.cc

expression: operand expressionTail*;
expressionTail
  : op=(OR | XOR | AND | EQ | NOT_EQ | LT | LE | GT | GE | PLUS | MINUS | STAR | SLASH | PERCENT | CARET | REGEX
      | IN | CONTAINS | DOUBLE_BAR) operand
  | op=(STARTS | ENDS) WITH operand
  | op=IS NOT? NULL_LITERAL
  | op=IS NOT? (COLON COLON | typed=IDENTIFIER) valueType
  | op=IS labelOr
  ;
// <value type>; the names are read by build/expressions.cc
valueType: typeTerm (BAR typeTerm)*;
typeTerm: typeWord+ (LT valueType GT)? (NOT NULL_LITERAL | EXCLAMATION)?;
typeWord: IDENTIFIER | NODE | RELATIONSHIP | ANY | NULL_LITERAL;
operand: prefix* atom postfix*;
prefix: NOT | PLUS | MINUS;

// <postfix expression>; a call is an atom that is a name, its namespace as `.` postfixes, and arguments.
postfix
  : DOT anyName
  | openBracket low=expression? (DOT_DOT high=expression?)? RBRACKET
  | COLON labelOr
  | LPAREN DISTINCT? (expression (COMMA expression)*)? RPAREN
  ;

// <value expression primary>
atom
  : literal=(INTEGER | FLOAT | STRING | TRUE | FALSE | NULL_LITERAL | INFINITE | NOT_A_NUMBER | BAD_NUMBER | PARAMETER)
  | pathExpression  // begins with its own token, so that `(a)<--(b)` is no comparison with `--(b)`
  | LPAREN expression RPAREN
  | list
  | map
  | variable mapProjection?
  | caseExpression
  | listComprehension
  | patternComprehension
  | countStar
  | quantified
  | reduce
  | subquery
  | existsPattern
  | shortestPath
  ;
list: LBRACKET (expression (COMMA expression)*)? RBRACKET;
map: LBRACE (mapEntry (COMMA mapEntry)*)? RBRACE;
mapEntry: anyName COLON expression;
mapProjection: LBRACE (mapProjectionItem (COMMA mapProjectionItem)*)? RBRACE;
mapProjectionItem: DOT STAR | DOT anyName | anyName (COLON expression)?;
caseExpression: CASE subject=expression? caseBranch+ (ELSE otherwise=expression)? END;
caseBranch: WHEN expression (COMMA expression)* THEN expression;
listComprehension: LIST_COMPREHENSION_OPEN anyName IN expression where? (PROJECT_BAR expression)? RBRACKET;
patternComprehension
  : PATTERN_COMPREHENSION_OPEN (anyName EQ)? pathExpression where? PROJECT_BAR expression RBRACKET
  ;
countStar: COUNT LPAREN STAR RPAREN;
quantified: kind=(ALL | ANY | NONE | SINGLE) LPAREN anyName IN expression where? RPAREN;
reduce: REDUCE LPAREN anyName EQ expression COMMA anyName IN expression PROJECT_BAR expression RPAREN;
subquery: kind=(EXISTS | COUNT | COLLECT) LBRACE (query | pattern where?) RBRACE;
existsPattern: EXISTS LPAREN pathExpression RPAREN;
pathExpression: PATTERN_OPEN anyName? labelTest? properties? where? RPAREN (relationship node)+;

openParen: LPAREN | PATTERN_OPEN;
openBracket: LBRACKET | LIST_COMPREHENSION_OPEN | PATTERN_COMPREHENSION_OPEN;

// ---- names: <identifier>. Reserved words are those of CIP2016-12-19 that would make a statement hard to read.

name: variable;
variable
  : IDENTIFIER | QUOTED_IDENTIFIER
  | ASC | ASCENDING | ASSERT | BEGIN | BY | COMMIT | CONSTRAINT | CONSTRAINTS | CSV | DESC | DESCENDING | DROP | EACH
  | EXPLAIN | FIELDTERMINATOR | FOR | FROM | FULLTEXT | FUNCTION | FUNCTIONS | GROUP | GROUPS | HEADERS | IF | INDEX | INDEXES | JOIN | KEY
  | LOAD | NODE | NODETACH | OF | OFFSET | PATH | PATHS | PROCEDURE | PROCEDURES | PROFILE | RANGE | REL | RELATIONSHIP | REQUIRE
  | ROLLBACK | ROW | ROWS | SCAN | SEEK | SHORTEST | SHOW | TEXT | TRANSACTION | TRANSACTIONS | UNIQUE | USING
  ;
// Where nothing but a name can stand.
anyName
  : IDENTIFIER | QUOTED_IDENTIFIER
  | ASC | ASCENDING | ASSERT | BEGIN | BY | COMMIT | CONSTRAINT | CONSTRAINTS | CSV | DESC | DESCENDING | DROP | EACH
  | EXPLAIN | FIELDTERMINATOR | FOR | FROM | FULLTEXT | FUNCTION | FUNCTIONS | GROUP | GROUPS | HEADERS | IF | INDEX | INDEXES | JOIN | KEY
  | LOAD | NODE | NODETACH | OF | OFFSET | PATH | PATHS | PROCEDURE | PROCEDURES | PROFILE | RANGE | REL | RELATIONSHIP | REQUIRE
  | ROLLBACK | ROW | ROWS | SCAN | SEEK | SHORTEST | SHOW | TEXT | TRANSACTION | TRANSACTIONS | UNIQUE | USING
  | ALL | ALLSHORTESTPATHS | AND | ANY | AS | CALL | CASE | COLLECT | CONTAINS | COUNT | CREATE | DELETE | DETACH | DISTINCT
  | ELSE | END | ENDS | EXISTS | FALSE | FOREACH | IN | INFINITE | IS | LIMIT | MATCH | MERGE | NOT_A_NUMBER | NONE | NOT | NULL_LITERAL | ON
  | OPTIONAL | OR | ORDER | REDUCE | REMOVE | RETURN | SET | SHORTESTPATH | SINGLE | SKIP_ROWS | STARTS | THEN | TRUE
  | UNION | UNWIND | WHEN | WHERE | WITH | XOR | YIELD
  ;

// ---- tokens

ALL: A L L;
ALLSHORTESTPATHS: A L L S H O R T E S T P A T H S;
AND: A N D;
ANY: A N Y;
AS: A S;
ASC: A S C;
ASCENDING: A S C E N D I N G;
ASSERT: A S S E R T;
BEGIN: B E G I N;
BY: B Y;
CALL: C A L L;
CASE: C A S E;
COLLECT: C O L L E C T;
COMMIT: C O M M I T;
CONSTRAINT: C O N S T R A I N T;
CONSTRAINTS: C O N S T R A I N T S;
CONTAINS: C O N T A I N S;
COUNT: C O U N T;
CREATE: C R E A T E;
CSV: C S V;
DELETE: D E L E T E;
DESC: D E S C;
DESCENDING: D E S C E N D I N G;
DETACH: D E T A C H;
DISTINCT: D I S T I N C T;
DROP: D R O P;
EACH: E A C H;
ELSE: E L S E;
END: E N D;
ENDS: E N D S;
EXISTS: E X I S T S;
EXPLAIN: E X P L A I N;
FALSE: F A L S E;
FIELDTERMINATOR: F I E L D T E R M I N A T O R;
FOR: F O R;
FOREACH: F O R E A C H;
FROM: F R O M;
FULLTEXT: F U L L T E X T;
FUNCTION: F U N C T I O N;
FUNCTIONS: F U N C T I O N S;
GROUP: G R O U P;
GROUPS: G R O U P S;
HEADERS: H E A D E R S;
IF: I F;
IN: I N;
INDEX: I N D E X;
INDEXES: I N D E X E S;
INFINITE: I N F (I N I T Y)?;
IS: I S;
JOIN: J O I N;
KEY: K E Y;
LIMIT: L I M I T;
LOAD: L O A D;
MATCH: M A T C H;
MERGE: M E R G E;
NOT_A_NUMBER: N A N;
NODE: N O D E;
NODETACH: N O D E T A C H;
NONE: N O N E;
NOT: N O T;
NULL_LITERAL: N U L L;
OF: O F;
OFFSET: O F F S E T;
PATH: P A T H;
PATHS: P A T H S;
ON: O N;
OPTIONAL: O P T I O N A L;
OR: O R;
ORDER: O R D E R;
PROCEDURE: P R O C E D U R E;
PROCEDURES: P R O C E D U R E S;
PROFILE: P R O F I L E;
RANGE: R A N G E;
REDUCE: R E D U C E;
REL: R E L;
RELATIONSHIP: R E L A T I O N S H I P;
REMOVE: R E M O V E;
REQUIRE: R E Q U I R E;
RETURN: R E T U R N;
ROLLBACK: R O L L B A C K;
ROW: R O W;
ROWS: R O W S;
SCAN: S C A N;
SEEK: S E E K;
SHORTEST: S H O R T E S T;
SET: S E T;
SHORTESTPATH: S H O R T E S T P A T H;
SHOW: S H O W;
SINGLE: S I N G L E;
SKIP_ROWS: S K I P;
STARTS: S T A R T S;
TEXT: T E X T;
THEN: T H E N;
TRANSACTION: T R A N S A C T I O N;
TRANSACTIONS: T R A N S A C T I O N S;
TRUE: T R U E;
UNION: U N I O N;
UNIQUE: U N I Q U E;
UNWIND: U N W I N D;
USING: U S I N G;
WHEN: W H E N;
WHERE: W H E R E;
WITH: W I T H;
XOR: X O R;
YIELD: Y I E L D;

COMMA: ',';
DOT: '.';
DOT_DOT: '..';
COLON: ':';
SEMICOLON: ';';
LPAREN: '(';
RPAREN: ')';
LBRACKET: '[';
RBRACKET: ']';
LBRACE: '{';
RBRACE: '}';
PLUS_EQ: '+=';
REGEX: '=~';
EQ: '=';
NOT_EQ: '<>';
LE: '<=';
GE: '>=';
LT: '<';
GT: '>';
PLUS: '+';
MINUS: '-';
STAR: '*';
SLASH: '/';
PERCENT: '%';
CARET: '^';
DOUBLE_BAR: '||';
BAR: '|';
AMPERSAND: '&';
EXCLAMATION: '!';

// <unsigned numeric literal>; what only begins like one is a BAD_NUMBER, so that the message can say so.
INTEGER: DIGITS | '0' [xX] ('_'? HEX_DIGIT)+ | '0' [oO] ('_'? [0-7])+;
FLOAT: (DIGITS EXPONENT | DIGITS? '.' DIGITS EXPONENT?) [fFdD]? | DIGITS [fFdD];
BAD_NUMBER: [0-9] IDENTIFIER_PART*;
fragment DIGITS: [0-9] ('_'? [0-9])*;
fragment EXPONENT: [eE] [+-]? DIGITS;
fragment HEX_DIGIT: [0-9a-fA-F];

// <character string literal>; escapes are read by build/literals.cc. Without its end it is an OPEN_STRING.
STRING: '\'' (~['\\] | '\\' . | '\'\'')* '\'' | '"' (~["\\] | '\\' . | '""')* '"';
OPEN_STRING: '\'' (~['\\] | '\\' .)* '\\'? | '"' (~["\\] | '\\' .)* '\\'?;

PARAMETER: '$' (IDENTIFIER_PART+ | QUOTED_IDENTIFIER);
IDENTIFIER: IDENTIFIER_START IDENTIFIER_PART*;
QUOTED_IDENTIFIER: '`' (~'`' | '``')* '`'; // the empty name is a name
OPEN_IDENTIFIER: '`' ~'`'*;
fragment IDENTIFIER_START: [_\p{XID_Start}];
fragment IDENTIFIER_PART: [_\p{XID_Continue}];

SPACE: [\p{White_Space}\u001C-\u001F\uFEFF]+ -> skip;
COMMENT: ('/*' .*? '*/' | '//' ~[\r\n]*) -> skip;
OPEN_COMMENT: '/*' (~'*' | '*'+ ~[*/])* '*'*;
UNKNOWN: .;

fragment A: [aA];
fragment B: [bB];
fragment C: [cC];
fragment D: [dD];
fragment E: [eE];
fragment F: [fF];
fragment G: [gG];
fragment H: [hH];
fragment I: [iI];
fragment J: [jJ];
fragment K: [kK];
fragment L: [lL];
fragment M: [mM];
fragment N: [nN];
fragment O: [oO];
fragment P: [pP];
fragment Q: [qQ];
fragment R: [rR];
fragment S: [sS];
fragment T: [tT];
fragment U: [uU];
fragment V: [vV];
fragment W: [wW];
fragment X: [xX];
fragment Y: [yY];
fragment Z: [zZ];
