;; What no kernel can be faster than, on the memory that the kernels use: tensors at offsets, of `bytes`, a multiple of 128.
(module
  (import "normscope" "memory" (memory 0))

  ;; to ← from, by the engine
  (func (export "bulk") (param $to i32) (param $from i32) (param $bytes i32)
    (memory.copy (local.get $to) (local.get $from) (local.get $bytes)))

  ;; to ← from, eight vectors a turn
  (func (export "copy") (param $to i32) (param $from i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $from) (local.get $bytes)))
    (loop $next
      (v128.store offset=0 (local.get $to) (v128.load offset=0 (local.get $from)))
      (v128.store offset=16 (local.get $to) (v128.load offset=16 (local.get $from)))
      (v128.store offset=32 (local.get $to) (v128.load offset=32 (local.get $from)))
      (v128.store offset=48 (local.get $to) (v128.load offset=48 (local.get $from)))
      (v128.store offset=64 (local.get $to) (v128.load offset=64 (local.get $from)))
      (v128.store offset=80 (local.get $to) (v128.load offset=80 (local.get $from)))
      (v128.store offset=96 (local.get $to) (v128.load offset=96 (local.get $from)))
      (v128.store offset=112 (local.get $to) (v128.load offset=112 (local.get $from)))
      (local.set $to (i32.add (local.get $to) (i32.const 128)))
      (local.set $from (i32.add (local.get $from) (i32.const 128)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end)))))

  ;; The sum of all values, in eight vectors of partial sums
  (func (export "read") (param $from i32) (param $bytes i32) (result f32)
    (local $end i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (local.set $end (i32.add (local.get $from) (local.get $bytes)))
    (loop $next
      (local.set $a (f32x4.add (local.get $a) (v128.load offset=0 (local.get $from))))
      (local.set $b (f32x4.add (local.get $b) (v128.load offset=16 (local.get $from))))
      (local.set $c (f32x4.add (local.get $c) (v128.load offset=32 (local.get $from))))
      (local.set $d (f32x4.add (local.get $d) (v128.load offset=48 (local.get $from))))
      (local.set $e (f32x4.add (local.get $e) (v128.load offset=64 (local.get $from))))
      (local.set $f (f32x4.add (local.get $f) (v128.load offset=80 (local.get $from))))
      (local.set $g (f32x4.add (local.get $g) (v128.load offset=96 (local.get $from))))
      (local.set $h (f32x4.add (local.get $h) (v128.load offset=112 (local.get $from))))
      (local.set $from (i32.add (local.get $from) (i32.const 128)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))
    (local.set $a (f32x4.add (f32x4.add (local.get $a) (local.get $b)) (f32x4.add (local.get $c) (local.get $d))))
    (local.set $e (f32x4.add (f32x4.add (local.get $e) (local.get $f)) (f32x4.add (local.get $g) (local.get $h))))
    (local.set $a (f32x4.add (local.get $a) (local.get $e)))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
      (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a)))))

  ;; to ← scale · from + shift, four vectors a turn
  (func (export "affine") (param $to i32) (param $from i32) (param $bytes i32) (param $scale f32) (param $shift f32)
    (local $end i32) (local $s v128) (local $t v128)
    (local.set $end (i32.add (local.get $from) (local.get $bytes)))
    (local.set $s (f32x4.splat (local.get $scale)))
    (local.set $t (f32x4.splat (local.get $shift)))
    (loop $next
      (v128.store offset=0 (local.get $to) (f32x4.add (f32x4.mul (v128.load offset=0 (local.get $from)) (local.get $s)) (local.get $t)))
      (v128.store offset=16 (local.get $to) (f32x4.add (f32x4.mul (v128.load offset=16 (local.get $from)) (local.get $s)) (local.get $t)))
      (v128.store offset=32 (local.get $to) (f32x4.add (f32x4.mul (v128.load offset=32 (local.get $from)) (local.get $s)) (local.get $t)))
      (v128.store offset=48 (local.get $to) (f32x4.add (f32x4.mul (v128.load offset=48 (local.get $from)) (local.get $s)) (local.get $t)))
      (local.set $to (i32.add (local.get $to) (i32.const 64)))
      (local.set $from (i32.add (local.get $from) (i32.const 64)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end))))))
